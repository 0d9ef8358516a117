namespace GroupExitGrains.Membership;

/// <summary>The last change recorded for a user, or for the group: by it a repetition is known.</summary>
/// <param name="CallbackId">The callback that it came with.</param>
/// <param name="Fingerprint">What a repetition has, too.</param>
/// <param name="ReceivedAt">Milliseconds since 1970.</param>
/// <param name="Window">For how long a repetition is one.</param>
internal readonly record struct LastChange(
    CallbackId CallbackId, Fingerprint Fingerprint, long ReceivedAt, DuplicateWindow Window)
{
    public static LastChange Of(CallbackFacts facts) =>
        new(facts.CallbackId, facts.Fingerprint, facts.ReceivedAt.ToUnixTimeMilliseconds(), facts.Window);

    /// <summary>Times of receipt are compared, whichever came first.</summary>
    public bool InsideWindow(long receivedAt, LedgerOptions options) =>
        Math.Abs(receivedAt - ReceivedAt) <= (long)options.Window(Window).TotalMilliseconds;
}
