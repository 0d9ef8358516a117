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
        var mayWait = true;
        while (true)
        {
            switch (_spool.Index.Enter(callback.Group, _circuit.IsOpen, mayWait, out var queue, out var turn))
            {
                case Route.Direct:
                    return await RecordDirectAsync(callback, started);
                case Route.Behind:
                    return await SpoolAsync(queue!, callback, started);
                default:
                    await ((Task)turn!.Task.WaitAsync(Left(_spool.Options.Deadline, started), _time))
                        .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

                    // Whose time is over joins the queue, and must not use up the turn of one that still waits.
                    turn.TrySetResult(false);
                    mayWait = await turn.Task;
                    break;
            }
        }
    }

    private async Task<Receipt> RecordDirectAsync(Callback callback, long started)
    {
        Task<Receipt>? attempt = null;
        try
        {
            attempt = _inner.RecordAsync(callback, CancellationToken.None);
            var receipt = attempt.IsCompletedSuccessfully
                ? await attempt
                : await attempt.WaitAsync(Left(_spool.Options.Deadline, started), _time);
            _circuit.Hit();
            return receipt;
        }
        catch (TimeoutException exception)
        {
            Attempt.Observe(attempt);
            if (_circuit.MissDeadline())
            {
                SendToSpool(exception);
            }
        }
        catch (JournalUnavailableException exception)
        {
            if (_circuit.Miss())
            {
                SendToSpool(exception);
            }
        }
        catch (Exception exception)
        {
            // Not the journal's absence: this group's trouble, or a fault of the program. The vendor will not send it again
            // in either case, so it is kept until somebody has seen to it.
            LogKept(_logger, exception, callback.Id);
        }

        return await SpoolAsync(_spool.Index.Reserve(callback.Group), callback, started);
    }

    /// <summary>
    /// Somebody waits for an import who can send it again, it may take long by itself, and it is no small thing to keep: it is
    /// never spooled, and does not overtake what is.
    /// </summary>
    private Task<Receipt> RecordImportAsync(Callback import, CancellationToken cancellationToken) =>
        _spool.Index.Holds(import.Group) ? Task.FromException<Receipt>(new GroupWaitsException("Callbacks of the group wait in the spool."))
            : _circuit.IsOpen ? Task.FromException<Receipt>(new JournalUnavailableException("The journal is away."))
            : _inner.RecordAsync(import, cancellationToken);

    private async Task<Receipt> SpoolAsync(GroupQueue queue, Callback callback, long started)
    {
        await _spool.AppendAsync(queue, callback, Left(_spool.Options.AcceptWithin, started));
        return new Receipt(callback.Id, CallbackState.Pending);
    }

    private TimeSpan Left(TimeSpan of, long started) =>
        of - _time.GetElapsedTime(started) is var left && left > TimeSpan.Zero ? left : TimeSpan.Zero;

    private void SendToSpool(Exception cause)
    {
        LogAway(_logger, cause);
        _spool.Index.ReleaseWaiting();
        _drain.Wake();
    }

    [LoggerMessage(3211, LogLevel.Error, "The journal did not take a callback in time. Callbacks go to the spool until it is back.")]
    private static partial void LogAway(ILogger logger, Exception exception);

    [LoggerMessage(3212, LogLevel.Error, "Callback {CallbackId} could not be recorded. It is kept in the spool and offered again.")]
    private static partial void LogKept(ILogger logger, Exception exception, CallbackId callbackId);
}
