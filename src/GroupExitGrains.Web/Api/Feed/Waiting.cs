namespace GroupExitGrains.Web.Api;

internal static class Waiting
{
    /// <summary>True if the task completes within a time.</summary>
    public static async Task<bool> WithinAsync(this Task task, TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        await task.WaitAsync(atMost, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        cancellationToken.ThrowIfCancellationRequested();
        return task.IsCompleted;
    }
}
