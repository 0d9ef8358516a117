using System.Buffers.Binary;

namespace GroupExitGrains.Membership.Tests.Chain;

public sealed class CodecTests
{
    private static readonly CallbackFacts Full = new()
    {
        CallbackId = new(new Guid("019ca945-0a00-7000-8000-00000000002a")),
        Group = new("tencent", "@TGS#_群/a b"),
        Change = ChangeKind.OwnerChanged,
        Command = "Group.CallbackAfterGroupOwnerChanged",
        OperationId = "1646445464564",
        ReceivedAt = Tell.Time(1.234),
        OccurredAt = Tell.Time(-5),
        OperatorId = "leckie",
        OperatorBasis = OperatorBasis.Reported,
        Reason = "",
        ClientIp = "2001:db8::1",
        ClientPlatform = "iOS",
        GroupType = "Public",
        Untracked = true,
        ListsAllMembers = true,
        OldOwnerId = "jared",
        OwnersSwapRoles = true,
        Fingerprint = new(UInt128.MaxValue - 1),
        Window = DuplicateWindow.OperationId,
        RequestDigest = EntryChain.Digest("request"u8),
    };

    public static TheoryData<string, Func<CallbackFacts, CallbackFacts>> Differences => new()
    {
        { "callback", facts => facts with { CallbackId = new(Guid.Empty) } },
        { "source", facts => facts with { Group = facts.Group with { Source = "x" } } },
        { "group", facts => facts with { Group = facts.Group with { GroupId = "x" } } },
        { "change", facts => facts with { Change = ChangeKind.Quit } },
        { "command", facts => facts with { Command = "x" } },
        { "operation", facts => facts with { OperationId = null } },
        { "received", facts => facts with { ReceivedAt = Tell.Time(2) } },
        { "occurred", facts => facts with { OccurredAt = null } },
        { "operator", facts => facts with { OperatorId = null } },
        { "basis", facts => facts with { OperatorBasis = OperatorBasis.Unknown } },
        { "reason", facts => facts with { Reason = null } },
        { "address", facts => facts with { ClientIp = null } },
        { "platform", facts => facts with { ClientPlatform = null } },
        { "type", facts => facts with { GroupType = null } },
        { "untracked", facts => facts with { Untracked = false } },
        { "lists all", facts => facts with { ListsAllMembers = false } },
        { "old owner", facts => facts with { OldOwnerId = null } },
        { "swap", facts => facts with { OwnersSwapRoles = false } },
        { "fingerprint", facts => facts with { Fingerprint = default } },
        { "window", facts => facts with { Window = DuplicateWindow.Body } },
        { "request", facts => facts with { RequestDigest = default } },
    };

    [Fact]
    public void Facts_ComeBackAsTheyWere() => CallbackFactsCodec.Decode(CallbackFactsCodec.Encode(Full)).ShouldBe(Full);

    [Theory]
    [MemberData(nameof(Differences), DisableDiscoveryEnumeration = true)]
    public void Facts_EveryFieldIsKept(string what, Func<CallbackFacts, CallbackFacts> alter)
    {
        var other = alter(Full);

        CallbackFactsCodec.Encode(other).ShouldNotBe(CallbackFactsCodec.Encode(Full), what);
        CallbackFactsCodec.Decode(CallbackFactsCodec.Encode(other)).ShouldBe(other);
    }

    [Fact]
    public void EveryPropertyOfFacts_HasItsDifference() =>
        Differences.Count.ShouldBe(typeof(CallbackFacts).GetProperties().Count(property => property.CanWrite) + 1);

    [Fact]
    public void Facts_CutOffOrUnknown_AreDamaged()
    {
        var bytes = CallbackFactsCodec.Encode(Full);
        foreach (var length in Enumerable.Range(0, bytes.Length).Except(EndsOfFields(bytes)))
        {
            Should.Throw<JournalDamagedException>(() => CallbackFactsCodec.Decode(bytes.AsSpan(0, length)));
        }

        Should.Throw<JournalDamagedException>(() => CallbackFactsCodec.Decode([2, .. bytes[1..]]));
        Should.Throw<JournalDamagedException>(() => CallbackFactsCodec.Decode([.. bytes, 99, 0, 0, 0, 0]));
        Should.Throw<JournalDamagedException>(() => CallbackFactsCodec.Decode([1, 2, 0, 0, 0, 1, 0xFF]));
        Should.Throw<JournalDamagedException>(() => CallbackFactsCodec.Decode([1, 2, 0xFF, 0xFF, 0xFF, 0xFF]));
        Should.Throw<JournalDamagedException>(() => CallbackFactsCodec.Decode([1, 7, 0, 0, 0, 8, 0x7F, 0, 0, 0, 0, 0, 0, 0]));
    }

    [Fact]
    public void Request_ComesBackAsItWas()
    {
        var request = new RawRequest(
            "SdkAppid=1400000000&CallbackCommand=x", [new("a", "1"), new("b", ""), new("a", "2")], new byte[] { 0, 255, 10 });

        var decoded = RawRequestCodec.Decode(RawRequestCodec.Encode(request));

        decoded.Query.ShouldBe(request.Query);
        decoded.Body.ToArray().ShouldBe(request.Body.ToArray());
        decoded.Headers.ShouldBe(request.Headers);
    }

    [Fact]
    public void Change_ComesBackAsItWas()
    {
        var change = Tell.Imported(
            Tell.User("ann", GroupRole.Owner, Tell.Time(-1)), Tell.User("bob"), Tell.User("cid", since: Tell.Time(-2)),
            Tell.User("dan", GroupRole.Admin)).At(3).Changed(change => change with
            {
                OldOwnerId = "zoe",
                OwnersSwapRoles = true,
                OperatorId = "ops",
                OperatorBasis = OperatorBasis.Reported,
                Reason = "compared",
                GroupType = "Work",
                Untracked = true,
            }).Change;

        var decoded = GroupChangeCodec.Decode(GroupChangeCodec.Encode(change));

        decoded.Users.ShouldBe(change.Users);
        (decoded with { Users = [] }).ShouldBe(change with { Users = [] });
    }

    [Fact]
    public void Summary_ComesBackAsItWas()
    {
        var summary = new GroupSummary
        {
            Group = Tell.Group,
            Type = "Work",
            Status = GroupStatus.Dismissed,
            Untracked = true,
            MembershipComplete = true,
            MemberCount = 7,
            OwnerId = "ann",
            Joined = 8,
            Exits = new ExitCounts(1, 2, 3, 4),
            Duplicates = 5,
            Head = new GroupHead(9, EntryChain.Digest([1])),
            LastReceivedAt = Tell.Time(1.5),
        };

        GroupSummaryCodec.Decode(
            GroupSummaryCodec.Encode(summary), summary.Group, summary.Head, summary.Status, summary.Duplicates)
            .ShouldBe(summary);
    }

    [Fact]
    public void CallbackIds_AscendWithTime_AndAreReadAsWritten()
    {
        var (earlier, later) = (CallbackId.New(Tell.Time(0)), CallbackId.New(Tell.Time(1)));

        earlier.ToByteArray().AsSpan().SequenceCompareTo(later.ToByteArray()).ShouldBeLessThan(0);
        CallbackId.Read(later.ToByteArray()).ShouldBe(later);
        CallbackId.TryParse(later.ToString(), out var parsed).ShouldBeTrue();
        parsed.ShouldBe(later);
        CallbackId.TryParse("not one", out _).ShouldBeFalse();
    }

    [Fact]
    public void EntryHash_IsReadAsWritten()
    {
        var bytes = Enumerable.Range(0, 32).Select(number => (byte)number).ToArray();
        var hash = EntryHash.Read(bytes);

        hash.ToByteArray().ShouldBe(bytes);
        hash.ToString().ShouldBe("000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f");
        EntryHash.Zero.ToString().ShouldBe(new string('0', 64));
        Should.Throw<ArgumentException>(() => EntryHash.Read(bytes.AsSpan(1)));
    }

    [Fact]
    public void Times_AreWholeMilliseconds()
    {
        Tell.Start.AddTicks(12_345).WholeMilliseconds().ShouldBe(Tell.Start.AddTicks(10_000));
        Should.Throw<JournalDamagedException>(() => UnixTime.Read(long.MinValue));
    }

    // A version byte, then for each field a tag, a length of four bytes and the value.
    private static HashSet<int> EndsOfFields(byte[] bytes)
    {
        var ends = new HashSet<int> { 1 };
        for (var end = 1; end < bytes.Length; ends.Add(end))
        {
            end += 5 + BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(end + 1));
        }

        return ends;
    }
}
