namespace GroupExitGrains.Journal.Spool;

/// <summary>An attempt to record that nobody waits for any more.</summary>
internal static class Attempt
{
    /// <summary>Looks at how it ends, so that a late failure, which changes nothing, is not reported as one nobody saw.</summary>
    public static void Observe(Task? attempt) => _ = attempt?.ContinueWith(
        static ended => _ = ended.Exception,
        CancellationToken.None,
        TaskContinuationOptions.ExecuteSynchronously | TaskContinuationOptions.OnlyOnFaulted,
        TaskScheduler.Default);
}
