using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>One kick, as every resource shows it. Made of what is answered, so the document cannot differ from it.</summary>
internal static class Examples
{
    public const string Cursor = "AQBd8uRxMTIzNA";

    private const string CallbackId = "019aabc0e2a87c3f9d5e6f708192a3b4";
    private const string Command = "callbackAfterKickGroupCommand";
    private const string Hash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";
    private const string PreviousHash = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

    private static readonly DateTimeOffset At = new(2026, 11, 22, 13, 0, 0, 123, TimeSpan.Zero);

    private static readonly ExitsView Exits = new(Quit: 1, Kicked: 2, Dismissed: 0, Left: 0);

    public static readonly GroupView Group = new(
        "openim", "G001", VendorKind.OpenIM, "WorkingGroup", GroupStatus.Active, MembershipTracking.Tracked, MembershipComplete: false,
        MemberCount: 3, "owner1", Joined: 4, Exits, Duplicates: 0, LastSequence: 7, At, Hash);

    public static readonly MemberView Member = new("user789", GroupRole.Admin, At);

    public static readonly EntryView Entry = new(
        Position: 1234, "openim", "G001", Sequence: 7, EntryKind.Kicked, "user123", OperatorId: null, OperatorBasis.Unknown,
        "Violation of group rules", Role: null, WasMember: true, Since: null, EntryEffect.Applied, OccurredAt: null, At, CallbackId,
        Command, "1646445464564", Client: null, PreviousHash, Hash);

    public static readonly VerificationView Verification = new(
        Valid: true, Entries: 7, Hash, FirstBrokenSequence: null, Reason: null);

    public static readonly UserView User = new("openim", "user123", [new UserGroupView("G002", At)], Exits);

    public static readonly ImportView Import = new(CallbackId, CallbackState.Recorded, DuplicateOf: null);

    private static readonly RequestView Request = new(
        "",
        new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["content-type"] = "application/json",
            ["operationid"] = "1646445464564",
        },
        """{"callbackCommand":"callbackAfterKickGroupCommand","groupID":"G001","kickedUserIDs":["user123"],"reason":"Violation of group rules"}""",
        BodyBase64: null);

    public static readonly CallbackView Callback = new(
        CallbackId, CallbackState.Recorded, DuplicateOf: null, "openim", "G001", Command, At, OccurredAt: null, Request, PreviousHash,
        "AQEAAAAQAZqrwOKofD+dXm9wgZKjtA==", [Entry], Next: null);

    public static readonly RejectionView Rejection = new(
        CallbackId, "openim", At, "missing-field", "groupID: missing", Command, "10.0.0.7",
        new LastReplayView(At.AddHours(1), "otto", "refused", "missing-field"), Request);

    private const string KeyId = "019aabc0e2a87c3f9d5e6f708192a3b5";

    public static readonly KeyRequest KeyRequest = new("rita's dashboard", AdminRole.Reader, ["openim"], "2027-01-01T00:00:00Z");

    public static readonly KeyView Key = new(
        KeyId, "rita's dashboard", "reader", ["openim"], KeyState.Live, KeyOrigin.Stored, At, "ada", At.AddDays(90), RevokedAt: null);

    public static readonly NewKeyView NewKey = new(
        "gxk_ZXhhbXBsZS1vZi1hLWtleS10aGF0LW9wZW5zLW5vdGhpbmc", KeyId, Key.Name, Key.Role, Key.Sources, At, Key.ExpiresAt);

    private const string SubscriptionId = "019aabc0e2a87c3f9d5e6f708192a3b6";
    private const string EventId = $"{CallbackId}-7";

    private static readonly SubscriptionFilterView Filter = new(
        ["openim"], [EntryKind.Quit, EntryKind.Kicked, EntryKind.Dismissed, EntryKind.Left], GroupPrefix: "", Operator: "");

    public static readonly SubscriptionRequest SubscriptionRequest = new(
        "billing", "https://billing.example/hooks/groups", Filter, System.Text.Json.JsonElement.Parse("\"now\""), DeliveryMode.Structured);

    public static readonly SubscriptionPatch SubscriptionPatch = new(
        Name: null, "https://billing.example/hooks/v2", Filter: null, Mode: null);

    public static readonly SubscriptionView Subscription = new(
        SubscriptionId, "billing", "https://billing.example/hooks/groups", Filter, DeliveryMode.Structured, SubscriptionState.Active,
        StateReason: null, OldSecretsUntil: null, At, "ada",
        new ProgressView(1230, Behind: 4, Delivered: 820, Failed: 3, At, At, "status 503", WaitingGroups: 1, DeadLetters: 0),
        [new WarningView("groups-wait", "1 groups wait for their next attempt; the last one failed: status 503.")]);

    public static readonly NewSecretView NewSecret = new(
        "whsec_ZXhhbXBsZSBvZiBhIHNlY3JldCB0aGF0IHNpZ25zIG5vdGhpbmc=", SubscriptionId, "billing", "https://billing.example/hooks/groups",
        OldSecretsUntil: null);

    public static readonly RotateRequest RotateRequest = new(24);

    public static readonly TestView Test = new(Delivered: false, 401, LatencyMs: 42, "status 401", "signature does not match");

    public static readonly RedeliverRequest RedeliverRequest = new(Position: null, "2026-11-22T13:00:00Z", From: null);

    public static readonly RedeliveryView Redelivery = new(12);

    public static readonly AttemptView Attempt = new(
        Number: 823, EventId, Position: 1234, "openim", "G001", Sequence: 7, EntryKind.Kicked, Attempt: 2, At, LatencyMs: 120,
        DeliveryOutcome.Failed, 503, "status 503", "come back later");

    public static readonly WaitingGroupView WaitingGroup = new(
        "openim", "G001", Sequence: 7, Attempts: 2, At, At.AddMinutes(5), 503, "status 503");

    public static readonly DeadLetterView DeadLetter = new(
        Position: 1234, EventId, "openim", "G001", Sequence: 7, EntryKind.Kicked, At.AddDays(3), Attempts: 10, DueAt: null, 503, "status 503");

    public static readonly ActionView Action = new(
        Sequence: 12, CallbackId, At, "members-imported", "recorded", new ActorView("otto", AdminDoor.Api, KeyId, "10.0.0.7"),
        "/sources/openim/groups/G001/members", System.Text.Json.JsonElement.Parse($$"""{"callbackId":"{{CallbackId}}","members":3}"""),
        PreviousHash, Hash);

    public static readonly ReplayView Replay = new(
        CallbackId, "openim", "recorded", Cause: null, Detail: null, DuplicateOf: null, "10.0.0.7");

    public static readonly ReplayRequest ReplayRequest = new(
        "wrong-secret", "openim", "2026-11-22T13:00:00Z", "2026-11-22T14:00:00Z", "10.0.0.0/8", DryRun: true, Limit: 100, Cursor: null);

    public static readonly ReplaysView Replays = new(
        DryRun: false, Examined: 2, Skipped: 1, new Dictionary<string, int>(StringComparer.Ordinal) { ["recorded"] = 1 }, [Replay], Cursor);

    public static readonly SpoolView Spool = new(
        Enabled: true, JournalReach.Away, Depth: 120, Groups: 3, Bytes: 81_920, At, OldestAgeSeconds: 4.25, Full: false, LastFault: null,
        DeadLetters: 0, Spooled: 120, Drained: 0);

    public static readonly SourceView Source = new(
        "openim",
        VendorKind.OpenIM,
        new SourceCountsView(
            Recorded: 7, Duplicates: 0, Joined: 0, Exits,
            new Dictionary<string, long>(StringComparer.Ordinal) { ["missing-field"] = 1 },
            new Dictionary<string, long>(StringComparer.Ordinal) { ["callbackAfterSendGroupMsgCommand"] = 120 },
            Unavailable: 0,
            new Dictionary<string, long>(StringComparer.Ordinal),
            RejectionsNotKept: 0),
        At,
        At,
        [new WarningView("joins-not-seen", "Exits come, joins do not: switch on afterJoinGroup in OpenIM's webhooks.yml.")]);

    public static readonly StatsView Stats = new(
        StatisticsBucket.Hour,
        1234,
        new SortedDictionary<string, long>(StringComparer.Ordinal) { ["kicked"] = 2, ["quit"] = 1 },
        [
            new StatsBucketView(
                new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.Zero),
                new SortedDictionary<string, long>(StringComparer.Ordinal) { ["kicked"] = 2, ["quit"] = 1 }),
        ]);
}
