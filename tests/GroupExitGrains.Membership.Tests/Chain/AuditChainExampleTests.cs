using System.Buffers.Binary;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Membership.Tests.Chain;

/// <summary>
/// The page's example is worked out here once more from what the page says, without the program's own encoders, and the program
/// comes to the same.
/// </summary>
public sealed class AuditChainExampleTests
{
    private static readonly DateTimeOffset ReceivedAt =
        DateTimeOffset.Parse("2026-03-01T12:00:00.250Z", CultureInfo.InvariantCulture);

    private static Callback Kick { get; } = new()
    {
        Id = new(Guid.ParseExact("019ca9450afa7c3f9d5e6f708192a3b4", "N")),
        Source = "openim",
        Command = "callbackAfterKickGroupCommand",
        OperationId = "1646445464564",
        ReceivedAt = ReceivedAt,
        Request = new RawRequest(
            "", [new("content-type", "application/json"), new("operationid", "1646445464564")],
            Encoding.UTF8.GetBytes(AuditChainPage.Body)),
        Change = new GroupChange
        {
            Kind = ChangeKind.Kicked,
            GroupId = "G001",
            Users = [new("user123"), new("user456")],
            Reason = "Violation of group rules",
        },
    };

    private static byte[] Request { get; } =
    [
        1, .. Field(1, ""), .. Field(2, "content-type"), .. Field(3, "application/json"), .. Field(2, "operationid"),
        .. Field(3, "1646445464564"), .. Field(4, AuditChainPage.Body),
    ];

    private static byte[] Fingerprint { get; } =
    [
        1, .. Field(1, "openim"), .. Field(2, "callbackAfterKickGroupCommand"), .. Field(3, "G001"), .. Field(4, [4]),
        .. Field(5, [0]), .. Field(6, "user123"), .. Field(5, [0]), .. Field(6, "user456"),
        .. Field(8, "Violation of group rules"), .. Field(10, "1646445464564"),
    ];

    private static byte[] Facts { get; } =
    [
        1, .. Field(1, Convert.FromHexString("019ca9450afa7c3f9d5e6f708192a3b4")), .. Field(2, "openim"), .. Field(3, "G001"),
        .. Field(4, [4]), .. Field(5, "callbackAfterKickGroupCommand"), .. Field(6, "1646445464564"),
        .. Field(7, Number(8, (ReceivedAt - DateTimeOffset.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond)),
        .. Field(10, [0]), .. Field(11, "Violation of group rules"), .. Field(15, [0]),
        .. Field(17, SHA256.HashData(Fingerprint)[..16]), .. Field(18, [2]), .. Field(19, SHA256.HashData(Request)),
    ];

    [Fact]
    public void RawRequest_IsAsThePageSays()
    {
        AuditChainPage.Bytes("request").ShouldBe(Request);
        AuditChainPage.ShouldState(Hex(SHA256.HashData(Request)));
        RawRequestCodec.Encode(Kick.Request).ShouldBe(Request);
    }

    [Fact]
    public void Facts_AreAsThePageSays()
    {
        AuditChainPage.Bytes("fingerprint").ShouldBe(Fingerprint);
        AuditChainPage.ShouldState(Hex(SHA256.HashData(Fingerprint)[..16]));
        AuditChainPage.Bytes("facts").ShouldBe(Facts);
        AuditChainPage.ShouldState(Hex(SHA256.HashData(Facts)));
        CallbackFactsCodec.Encode(FactsOf.Callback(Kick, EntryChain.Digest(Request))).ShouldBe(Facts);
    }

    [Fact]
    public async Task Entries_AreAsThePageSays()
    {
        var journal = new MemoryJournal();
        var ledger = new GroupLedger(
            Kick.Group, journal, new MemorySnapshots(), new LedgerOptions(), NullLogger.Instance);
        await ledger.RecordAsync(Kick);
        var previous = new byte[32];
        foreach (var (sequence, userId) in new[] { (1, "user123"), (2, "user456") })
        {
            var user = Encoding.UTF8.GetBytes(userId);
            byte[] entry =
            [
                .. previous, 1, .. SHA256.HashData(Facts), .. Number(8, sequence), 4, 1, 0, 0, .. Number(8, long.MinValue),
                .. Number(2, user.Length), .. user,
            ];
            previous = SHA256.HashData(entry);

            AuditChainPage.Bytes($"entry {sequence}").ShouldBe(entry);
            AuditChainPage.ShouldState(Hex(previous));
            journal[Kick.Group].Rows[sequence - 1].Entry.Hash.ToByteArray().ShouldBe(previous);
        }

        (await ledger.FindAsync())!.Head.Hash.ToByteArray().ShouldBe(previous);
    }

    [Fact]
    public void NumbersOnThePage_AreThoseStored()
    {
        Enum.GetNames<ChangeKind>().ShouldBe(
            ["Created", "Joined", "Quit", "Kicked", "Dismissed", "OwnerChanged", "RoleChanged", "Imported"]);
        Enum.GetValues<ChangeKind>().Select(kind => (int)kind).ShouldBe(Enumerable.Range(1, 8));
        Enum.GetNames<EntryKind>().ShouldBe(
            ["Created", "Joined", "Quit", "Kicked", "Dismissed", "Left", "OwnerChanged", "RoleChanged", "Imported"]);
        Enum.GetValues<EntryKind>().Select(kind => (int)kind).ShouldBe(Enumerable.Range(1, 9));
        Enum.GetNames<EntryEffect>().ShouldBe(["Applied", "NoOp", "Stale"]);
        Enum.GetValues<EntryEffect>().Select(effect => (int)effect).ShouldBe(Enumerable.Range(1, 3));
        Enum.GetNames<GroupRole>().ShouldBe(["Unknown", "Member", "Admin", "Owner"]);
        Enum.GetValues<GroupRole>().Select(role => (int)role).ShouldBe(Enumerable.Range(0, 4));
        Enum.GetNames<OperatorBasis>().ShouldBe(["Unknown", "Reported", "Self"]);
        Enum.GetNames<DuplicateWindow>().ShouldBe(["EventTime", "OperationId", "Body"]);
        Enum.GetValues<DuplicateWindow>().Select(window => (int)window).ShouldBe(Enumerable.Range(1, 3));
    }

    private static byte[] Field(byte tag, string text) => Field(tag, Encoding.UTF8.GetBytes(text));

    private static byte[] Field(byte tag, byte[] value) => [tag, .. Number(4, value.Length), .. value];

    private static byte[] Number(int size, long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64BigEndian(bytes, value);
        return bytes[^size..];
    }

    private static string Hex(byte[] bytes) => Convert.ToHexStringLower(bytes);
}
