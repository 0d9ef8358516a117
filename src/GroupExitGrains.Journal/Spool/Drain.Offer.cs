using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool;

// What is done with a queue that was taken, and with its first callback.
internal sealed partial class Drain
{
    private enum Outcome
    {
        Ended,
        JournalAway,
        Refused,
        Stopped,
    }

    /// <summary>Tries the journal with one callback while the circuit is open.</summary>
    private async Task TryAsync(GroupQueue queue)
    {
        var started = _time.GetTimestamp();
        var outcome = await OfferFirstAsync(queue);
        if (outcome != Outcome.Ended)
        {
            circuit.TryFailed();
        }
        else if (_time.GetElapsedTime(started) <= _options.Deadline)
        {
            circuit.Close();
            LogBack(logger, spool.Index.Depth);
        }
        else
        {
            circuit.TryWasSlow();
        }

        GiveBack(queue, outcome);
    }

    private async Task DrainAsync(GroupQueue queue)
    {
        var outcome = Outcome.Ended;
        for (var i = 0; i < Turn && outcome == Outcome.Ended && !circuit.IsOpen && spool.Index.First(queue, 1).Count > 0; i++)
        {
            outcome = await OfferFirstAsync(queue);
            if (outcome is Outcome.Ended or Outcome.JournalAway && circuit.Drained(outcome == Outcome.Ended))
            {
                LogAwayAgain(logger);
                spool.Index.ReleaseWaiting();
            }
        }

        GiveBack(queue, outcome);
    }

    private void GiveBack(GroupQueue queue, Outcome outcome) => spool.Index.Return(
        queue,
        outcome is Outcome.JournalAway or Outcome.Refused
            ? Backoff.After(queue.Failures, _options.ProbeInterval, _options.MaxGroupRest, chance())
            : null);

    private async Task<Outcome> OfferFirstAsync(GroupQueue queue)
    {
        var record = spool.Index.First(queue, 1)[0];
        var payload = ReadOnlyMemory<byte>.Empty;
        Task<Receipt>? attempt = null;
        try
        {
            payload = spool.Store.Read(record);
            attempt = inner.RecordAsync(CallbackCodec.Decode(payload), CancellationToken.None);
            await attempt.WaitAsync(_options.DrainDeadline, _time, _stop.Token);
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            Attempt.Observe(attempt);
            return Outcome.Stopped;
        }
        catch (Exception exception) when (exception is JournalUnavailableException or TimeoutException)
        {
            Attempt.Observe(attempt);
            spool.Index.Failed(queue, isRefusal: false);
            LogStillAway(logger, exception, queue.Group);
            return Outcome.JournalAway;
        }
        catch (JournalDamagedException exception) when (attempt is not null)
        {
            // What is stored of the group can be mended, and the callback waits for that.
            spool.Index.Failed(queue, isRefusal: false);
            LogRefused(logger, exception, queue.Group);
            return Outcome.Refused;
        }
        catch (Exception exception)
        {
            var failures = spool.Index.Failed(queue, isRefusal: true);
            if (failures.Refusals < _options.MaxRefusals)
            {
                LogRefused(logger, exception, queue.Group);
                return Outcome.Refused;
            }

            return await SetAsideAsync(queue, record, payload, exception);
        }

        spool.Store.Drained(record);
        spool.Index.Remove(queue);
        return Outcome.Ended;
    }

    /// <summary>Puts a callback away that is refused again and again, so that its group can go on.</summary>
    private async Task<Outcome> SetAsideAsync(
        GroupQueue queue, SpooledRecord record, ReadOnlyMemory<byte> payload, Exception cause)
    {
        if (payload.IsEmpty)
        {
            LogUnreadable(logger, cause, queue.Group, spool.Store.GiveUp(record), record.Offset);
        }
        else
        {
            try
            {
                await spool.Store.SetAsideAsync(payload);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogRefused(logger, exception, queue.Group);
                return Outcome.Refused;
            }

            LogDeadLetter(logger, cause, CallbackCodec.DecodeHeading(payload.Span).Id, queue.Group);
            spool.Store.Drained(record);
        }

        spool.Index.Remove(queue);
        return Outcome.Ended;
    }

    [LoggerMessage(3221, LogLevel.Information, "The journal is back; {Depth} spooled callbacks are drained.")]
    private static partial void LogBack(ILogger logger, long depth);

    [LoggerMessage(3222, LogLevel.Error, "The journal is away again while the spool is drained.")]
    private static partial void LogAwayAgain(ILogger logger);

    [LoggerMessage(3223, LogLevel.Debug, "The journal did not take a spooled callback of {Group}; it is offered again.")]
    private static partial void LogStillAway(ILogger logger, Exception exception, GroupKey group);

    [LoggerMessage(3224, LogLevel.Error, "A spooled callback of {Group} was refused; its group waits until it is offered again.")]
    private static partial void LogRefused(ILogger logger, Exception exception, GroupKey group);

    [LoggerMessage(3225, LogLevel.Critical, "Callback {CallbackId} of {Group} was refused again and again. It is among the spool's dead letters; its group goes on without it.")]
    private static partial void LogDeadLetter(ILogger logger, Exception exception, CallbackId callbackId, GroupKey group);

    [LoggerMessage(3226, LogLevel.Critical, "A spooled callback of {Group} cannot be read from segment {Segment} at {Offset}. The segment is kept as .damaged; the group goes on without it.")]
    private static partial void LogUnreadable(ILogger logger, Exception exception, GroupKey group, string segment, int offset);

    [LoggerMessage(3227, LogLevel.Critical, "Draining a group failed in a way nobody thought of. It goes on after a restart.")]
    private static partial void LogBroken(ILogger logger, Exception exception);

    [LoggerMessage(3228, LogLevel.Information, "Nothing is spooled to try the journal with; it is offered the next callback.")]
    private static partial void LogTryingWithNext(ILogger logger);
}
