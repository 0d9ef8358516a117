using System.Text;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Spool;

public sealed class CallbackCodecTests
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Callback Full = new()
    {
        Id = CallbackId.New(Start),
        Source = "tencent",
        Command = "Group.CallbackAfterMemberExit",
        OperationId = "1646445464564",
        ReceivedAt = Start.AddMilliseconds(7),
        ClientIp = "203.0.113.9",
        ClientPlatform = "iOS",
        Request = new RawRequest("SdkAppid=1400000000", [new("a", "1"), new("b", "")], Encoding.UTF8.GetBytes("{\"群\":1}")),
        Change = new GroupChange
        {
            Kind = ChangeKind.Imported,
            GroupId = "@TGS#2J4SZEAEL",
            Users = [new("ann", GroupRole.Owner, Start.AddDays(-3)), new("群", GroupRole.Unknown), new("bob", GroupRole.Admin)],
            ListsAllMembers = true,
            OldOwnerId = "old",
            OwnersSwapRoles = true,
            OperatorId = "op",
            OperatorBasis = OperatorBasis.Reported,
            Reason = "",
            OccurredAt = Start.AddSeconds(-1),
            GroupType = "Public",
            Untracked = true,
        },
    };

    [Fact]
    public void Decode_OfWhatEncodeWrote_GivesEverythingBack()
    {
        AssertSame(CallbackCodec.Decode(CallbackCodec.Encode(Full)), Full);

        var bare = Exits.Quit(Start, "G1", 1) with { OperationId = null, Request = new RawRequest("", [], default) };
        AssertSame(CallbackCodec.Decode(CallbackCodec.Encode(bare)), bare);
    }

    [Fact]
    public void DecodeHeading_OfWhatEncodeWrote_NeedsOnlyItsBeginning()
    {
        var bytes = CallbackCodec.Encode(Full);

        // What comes behind the heading is not looked at: here it is cut off in the middle of a field.
        CallbackCodec.DecodeHeading(bytes.AsSpan(0, 120)).ShouldBe(new CallbackHeading(Full.Id, Full.Group, Full.ReceivedAt));
    }

    [Fact]
    public void Decode_OfBytesCutOffAnywhere_Throws()
    {
        var bytes = CallbackCodec.Encode(Full);
        for (var length = 0; length < bytes.Length; length++)
        {
            var cut = bytes.AsMemory(0, length);
            Should.Throw<JournalDamagedException>(() => CallbackCodec.Decode(cut));
        }
    }

    [Fact]
    public void Decode_OfAnotherVersionOrAnUnknownField_Throws()
    {
        var bytes = CallbackCodec.Encode(Full);
        Should.Throw<JournalDamagedException>(() => CallbackCodec.Decode((byte[])[2, .. bytes.AsSpan(1)]));
        Should.Throw<JournalDamagedException>(() => CallbackCodec.Decode((byte[])[.. bytes, 11, 0, 0, 0, 0]));
        Should.Throw<JournalDamagedException>(() => CallbackCodec.DecodeHeading([1, 99, 0, 0, 0, 0]));
    }

    internal static void AssertSame(Callback actual, Callback expected)
    {
        actual.Request.Query.ShouldBe(expected.Request.Query);
        actual.Request.Headers.ShouldBe(expected.Request.Headers);
        actual.Request.Body.ToArray().ShouldBe(expected.Request.Body.ToArray());
        actual.Change.Users.ShouldBe(expected.Change.Users);
        (actual with { Request = expected.Request, Change = expected.Change }).ShouldBe(expected);
        (actual.Change with { Users = expected.Change.Users }).ShouldBe(expected.Change);
    }
}
