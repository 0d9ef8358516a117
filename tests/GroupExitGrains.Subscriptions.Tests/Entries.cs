using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests;

/// <summary>Audit entries as a journal would have them.</summary>
internal static class Entries
{
    public static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    public static AuditEntry Quit(long position, string group, long sequence, string? userId = "user1") =>
        Of(position, group, sequence, EntryKind.Quit, userId);

    public static AuditEntry Of(long position, string group, long sequence, EntryKind kind, string? userId) => new(
        position,
        new LedgerEntry(sequence, kind, userId, GroupRole.Unknown, WasMember: true, EntryEffect.Applied, Since: null, EntryHash.Zero),
        new CallbackFacts
        {
            CallbackId = new CallbackId(new Guid($"019aabc0e2a87c3f9d5e{position:x12}")),
            Group = new GroupKey("openim", group),
            Change = ChangeKind.Quit,
            Command = "callbackAfterQuitGroupCommand",
            ReceivedAt = Noon,
            Fingerprint = default,
            Window = DuplicateWindow.Body,
            RequestDigest = EntryHash.Zero,
        },
        EntryHash.Zero);
}
