namespace GroupExitGrains.Grains;

/// <summary>One subscription, whose events are delivered where its grain is. The key is the subscription's id.</summary>
[Alias("groupexit.subscription")]
public interface ISubscriptionGrain : IGrainWithStringKey
{
    /// <summary>
    /// Looks at the subscription as it is stored, and delivers for it, for its new settings, or not any more. Returns when that
    /// is under way: requests that were sent before may still be answered.
    /// </summary>
    [Alias("look")]
    [ResponseTimeout(CallDeadlines.QuickText)]
    Task LookAsync();

    /// <summary>The same, unless it delivers for this revision or a later one already: costs nothing then.</summary>
    [Alias("ensure")]
    [ResponseTimeout(CallDeadlines.QuickText)]
    Task EnsureAsync(long revision);
}
