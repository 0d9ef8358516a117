using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Lists of groups.</summary>
public abstract class GroupsConformance : ConformanceTest
{
    private static readonly string[] Ids =
    [
        "a", "A", "aa", "a%", "a_b", "axb", "a%b", "b", "@TGS#1", "@TGS#2", "@tgs#1", "é", "e\u0301", "群", "群1", "群组",
        "\U0001F600", "\uFFFD", "z'; --",
    ];

    [Fact]
    public async Task GroupsAsync_PageByPage_ComesInOrderOfBytes()
    {
        await TellAsync();
        var expected = Expected(_ => true);
        foreach (var limit in new[] { 1, 7, 100 })
        {
            (await PagesAsync(new() { Limit = limit })).ShouldBe(expected);
        }
    }

    [Theory]
    [InlineData("a")]
    [InlineData("a%")]
    [InlineData("a_")]
    [InlineData("@TGS#")]
    [InlineData("群")]
    [InlineData("\uFFFD")]
    [InlineData("none")]
    public async Task GroupsAsync_Prefix_IsTakenLiterally(string prefix)
    {
        await TellAsync();

        (await PagesAsync(new() { Prefix = prefix, Limit = 2 }))
            .ShouldBe(Expected(key => key.GroupId.StartsWith(prefix, StringComparison.Ordinal)));
        (await PagesAsync(new() { Source = "tencent", Prefix = prefix, Limit = 2 }))
            .ShouldBe(Expected(key => key.Source == "tencent" && key.GroupId.StartsWith(prefix, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task GroupsAsync_SourceAndStatus_Filter()
    {
        await TellAsync();

        (await PagesAsync(new() { Source = "openim", Limit = 3 })).ShouldBe(Expected(key => key.Source == "openim"));
        (await PagesAsync(new() { Status = GroupStatus.Dismissed, Limit = 3 })).ShouldBe(Expected(IsDismissed));
        (await PagesAsync(new() { Status = GroupStatus.Active, Prefix = "a", Limit = 1 })).ShouldBe(
            Expected(key => !IsDismissed(key) && key.GroupId.StartsWith('a')));
        (await PagesAsync(new() { Source = "none" })).ShouldBeEmpty();
    }

    [Fact]
    public async Task GroupsAsync_Summary_IsTheOneOfTheHeadRow()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann");
        await AppendAsync(joined, story.Repeat(joined.Facts.CallbackId));

        var page = await History.GroupsAsync(new(), Cancellation);

        page.Items.ShouldHaveSingleItem().ShouldBe(story.Summary with { Duplicates = 1 });
        page.Next.ShouldBeNull();
    }

    private async Task TellAsync()
    {
        foreach (var source in new[] { "openim", "tencent", "Zebra" })
        {
            await AppendAsync([.. Ids.Select(id => new GroupStory(id, source).Tell(
                IsDismissed(new(source, id)) ? EntryKind.Dismissed : EntryKind.Joined, "ann"))]);
        }
    }

    private static bool IsDismissed(GroupKey key) => key.GroupId.Contains('b', StringComparison.Ordinal);

    private static List<GroupKey> Expected(Func<GroupKey, bool> filter) =>
    [
        .. new[] { "openim", "tencent", "Zebra" }
            .SelectMany(source => Ids.Select(id => new GroupKey(source, id)))
            .Where(filter)
            .OrderBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key.Source)), StringComparer.Ordinal)
            .ThenBy(key => Convert.ToHexString(Encoding.UTF8.GetBytes(key.GroupId)), StringComparer.Ordinal),
    ];

    private async Task<List<GroupKey>> PagesAsync(GroupQuery query)
    {
        var keys = new List<GroupKey>();
        while (true)
        {
            var page = await History.GroupsAsync(query, Cancellation);
            page.Items.Count.ShouldBeLessThanOrEqualTo(query.Limit);
            keys.AddRange(page.Items.Select(summary => summary.Group));
            if (page.Next is null)
            {
                return keys;
            }

            query = query with { After = keys[^1] };
        }
    }
}
