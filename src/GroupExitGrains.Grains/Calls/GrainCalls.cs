using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Grains;

/// <summary>
/// Calls a grain with a deadline of its own, and once more if the first attempt failed in a way that another activation may
/// mend: its storage, its silo, or no answer. Everything asked of grains may be asked twice; a callback's id sees to that.
/// </summary>
public sealed partial class GrainCalls(TimeProvider time, ILogger<GrainCalls> logger)
{
    /// <summary>How long a cluster gets to notice that a grain has to be somewhere else.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    /// <summary>Asks a grain.</summary>
    /// <exception cref="JournalUnavailableException">Neither attempt was answered; what was asked for may have been done.</exception>
    internal async Task<T> AskAsync<TGrain, T>(
        TGrain grain, Func<TGrain, Task<T>> ask, TimeSpan deadline, CancellationToken cancellationToken)
        where TGrain : IGrain
    {
        var start = time.GetTimestamp();
        try
        {
            return await ask(grain).WaitAsync(deadline / 2, time, cancellationToken);
        }
        catch (Exception exception) when (IsPassing(exception))
        {
            LogRetried(logger, exception, grain.GetGrainId());
        }

        try
        {
            await Task.Delay(Pause, time, cancellationToken);
            var remaining = deadline - time.GetElapsedTime(start);
            return await ask(grain).WaitAsync(remaining > TimeSpan.Zero ? remaining : TimeSpan.Zero, time, cancellationToken);
        }
        catch (Exception exception) when (IsPassing(exception))
        {
            throw exception as JournalUnavailableException
                ?? new JournalUnavailableException("The group's grain did not answer.", exception);
        }
    }

    private static bool IsPassing(Exception exception) =>
        exception is JournalUnavailableException or OrleansException or TimeoutException;

    [LoggerMessage(4001, LogLevel.Debug, "Asking {Grain} once more.")]
    private static partial void LogRetried(ILogger logger, Exception exception, GrainId grain);
}
