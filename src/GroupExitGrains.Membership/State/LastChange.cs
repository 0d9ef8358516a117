namespace GroupExitGrains.Membership;

/// <summary>
/// The last change recorded for a user, or for the group: by it a repetition is known. One object serves all users of a
/// callback.
/// </summary>
internal sealed class LastChange(CallbackId callbackId, Fingerprint fingerprint, long receivedAt, DuplicateWindow window)
{
    public CallbackId CallbackId { get; } = callbackId;

    public Fingerprint Fingerprint { get; } = fingerprint;

    /// <summary>Milliseconds since 1970.</summary>
    public long ReceivedAt { get; } = receivedAt;

    public DuplicateWindow Window { get; } = window;

    public static LastChange Of(CallbackFacts facts) =>
        new(facts.CallbackId, facts.Fingerprint, facts.ReceivedAt.ToUnixTimeMilliseconds(), facts.Window);

    /// <summary>Times of receipt are compared, whichever came first.</summary>
    public bool InsideWindow(long receivedAt, LedgerOptions options) =>
        Math.Abs(receivedAt - ReceivedAt) <= (long)options.Window(Window).TotalMilliseconds;

    public bool SameAs(LastChange other) =>
        CallbackId == other.CallbackId && Fingerprint == other.Fingerprint && ReceivedAt == other.ReceivedAt
        && Window == other.Window;
}
