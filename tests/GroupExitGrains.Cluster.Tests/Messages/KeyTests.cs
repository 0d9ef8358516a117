using GroupExitGrains.Grains;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Cluster.Tests.Messages;

public sealed class KeyTests
{
    [Theory]
    [InlineData("openim", "G001")]
    [InlineData("a/b", "c")]
    [InlineData("a", "b/c")]
    [InlineData("a%2Fb", "c")]
    [InlineData("1f", "2e")]
    [InlineData("群 1", "/ /%/")]
    public void Key_OfAnyGroup_LeadsBackToIt(string source, string groupId)
    {
        var group = new GroupKey(source, groupId);

        GroupGrainKey.Parse(GroupGrainKey.Of(group)).ShouldBe(group);
    }

    [Fact]
    public void Key_OfGroupsThatReadTheSame_Differs() =>
        GroupGrainKey.Of(new GroupKey("a/b", "c")).ShouldNotBe(GroupGrainKey.Of(new GroupKey("a", "b/c")));

    [Theory]
    [InlineData("no-slash")]
    [InlineData("/no-source")]
    [InlineData("no-id/")]
    public void Parse_OfWhatIsNoKey_IsRefused(string key) =>
        Should.Throw<FormatException>(() => GroupGrainKey.Parse(key));

    /// <summary>Orleans' storage keeps keys that read as a number or a UUID as such, so that 1f and 01f would be one row.</summary>
    [Fact]
    public void Key_OfANumericGroup_StaysText()
    {
        var key = GroupGrainKey.Of(new GroupKey("1f", "2e"));

        GrainId.Create("group", key).TryGetIntegerKey(out _, out _).ShouldBeFalse();
        GrainId.Create("group", key).TryGetGuidKey(out _, out _).ShouldBeFalse();
    }
}
