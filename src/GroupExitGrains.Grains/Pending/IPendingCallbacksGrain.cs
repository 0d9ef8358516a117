namespace GroupExitGrains.Grains;

/// <summary>
/// Lives once in a cluster, with the key 0. Takes up callbacks that are durable and whose entries are not all appended,
/// after the silo that was at it died.
/// </summary>
[Alias("groupexit.pending-callbacks")]
public interface IPendingCallbacksGrain : IGrainWithIntegerKey
{
    /// <summary>Looks for them now, and from now on every minute, whichever silos come and go.</summary>
    [Alias("start")]
    Task StartAsync();
}
