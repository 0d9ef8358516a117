using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool;

public sealed partial class SpoolingGroups
{
    /// <summary>Records a callback while others may be spooled: those of its own group go before it.</summary>
    private async Task<Receipt> RecordInTurnAsync(Callback callback)
    {
        var started = _time.GetTimestamp();
        while (true)
        {
            var left = _spool.Options.Deadline - _time.GetElapsedTime(started);
            switch (_spool.Index.Enter(callback.Group, _circuit.IsOpen, left > TimeSpan.Zero, out var queue, out var emptied))
            {
                case Route.Direct:
                    return await RecordDirectAsync(callback);
                case Route.Behind:
                    return await SpoolAsync(queue!, callback);
                default:
                    await ((Task)emptied.WaitAsync(left, _time)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
            }
        }
    }

    private async Task<Receipt> RecordDirectAsync(Callback callback)
    {
        Task<Receipt>? attempt = null;
        try
        {
            attempt = _inner.RecordAsync(callback, CancellationToken.None);
            return attempt.IsCompletedSuccessfully
                ? await attempt
                : await attempt.WaitAsync(_spool.Options.Deadline, _time);
        }
        catch (Exception exception) when (exception is JournalUnavailableException or TimeoutException)
        {
            Attempt.Observe(attempt);
            OpenCircuit(exception);
        }
        catch (Exception exception)
        {
            // Not the journal's absence: this group's trouble, or a fault of the program. The vendor will not send it again
            // in either case, so it is kept until somebody has seen to it.
            LogKept(_logger, exception, callback.Id);
        }

        return await SpoolAsync(_spool.Index.Reserve(callback.Group), callback);
    }

    private async Task<Receipt> SpoolAsync(GroupQueue queue, Callback callback)
    {
        await _spool.AppendAsync(queue, callback);
        return new Receipt(callback.Id, CallbackState.Pending);
    }

    private void OpenCircuit(Exception cause)
    {
        if (_circuit.Miss())
        {
            LogAway(_logger, cause);
            _spool.Index.ReleaseWaiting();
            _drain.Wake();
        }
    }

    [LoggerMessage(3211, LogLevel.Error, "The journal did not take a callback in time. Callbacks go to the spool until it is back.")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(3212, LogLevel.Error, "Callback {CallbackId} could not be recorded. It is kept in the spool and offered again.")]
    private static partial void LogKept(ILogger logger, Exception exception, CallbackId callbackId);
}
