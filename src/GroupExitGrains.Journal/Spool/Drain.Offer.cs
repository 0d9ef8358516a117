using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool;

// What is done with a queue that was taken, and with its first callbacks.
internal sealed partial class Drain
{
    /// <summary>The most bytes of a group's callbacks that are under way together.</summary>
    private const int BatchBytes = 512 * 1024;

    /// <summary>The most callbacks of all groups that are under way together: about what one commit takes.</summary>
    private const int MostUnderWay = 2048;

    private int _draining;

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
        var outcome = await OfferAsync(queue, spool.Index.First(queue, count: 1, BatchBytes));
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

    /// <summary>
    /// Drains a queue to its end. The first callback goes alone: behind it the group is loaded, and what cannot be decided on
    /// shows before anything behind it is offered.
    /// </summary>
    private async Task DrainAsync(GroupQueue queue)
    {
        var outcome = Outcome.Ended;
        Interlocked.Increment(ref _draining);
        try
        {
            for (var depth = 1; outcome == Outcome.Ended && !circuit.IsOpen; depth = Depth())
            {
                var records = spool.Index.First(queue, depth, BatchBytes);
                if (records.Count == 0)
                {
                    break;
                }

                outcome = await OfferAsync(queue, records);
                if (outcome == Outcome.JournalAway && circuit.DrainFailed())
                {
                    LogAwayAgain(logger);
                    spool.Index.ReleaseWaiting();
                }
            }
        }
        finally
        {
            Interlocked.Decrement(ref _draining);
        }

        GiveBack(queue, outcome);
    }

    private int Depth() => Math.Clamp(MostUnderWay / Volatile.Read(ref _draining), 1, _options.DrainDepth);

    private void GiveBack(GroupQueue queue, Outcome outcome) => spool.Index.Return(
        queue,
        outcome is Outcome.JournalAway or Outcome.Refused
            ? Backoff.After(queue.Failures, _options.ProbeInterval, _options.MaxGroupRest, chance())
            : null);

    /// <summary>Offers callbacks in their order, none waiting for those before it, and takes those off that were recorded.</summary>
    private async Task<Outcome> OfferAsync(GroupQueue queue, IReadOnlyList<SpooledRecord> records)
    {
        var attempts = new List<Task<Receipt>>(records.Count);
        foreach (var record in records)
        {
            attempts.Add(Offer(record));
            if (attempts[^1].IsFaulted)
            {
                break;
            }
        }

        await ((Task)Task.WhenAll(attempts)).WaitAsync(_options.DrainDeadline, _time, _stop.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        var recorded = attempts.TakeWhile(attempt => attempt.IsCompletedSuccessfully).Count();
        if (recorded > 0)
        {
            spool.Store.Drained(records.Take(recorded));
            spool.Index.Remove(queue, recorded);
            circuit.Drained();
        }

        if (recorded == attempts.Count)
        {
            return Outcome.Ended;
        }

        attempts.ForEach(Attempt.Observe);
        return await FailedAsync(queue, records[recorded], attempts[recorded]);
    }

    private Task<Receipt> Offer(SpooledRecord record)
    {
        try
        {
            return inner.RecordAsync(CallbackCodec.Decode(spool.Store.Read(record)), CancellationToken.None);
        }
        catch (Exception exception)
        {
            return Task.FromException<Receipt>(exception);
        }
    }

    private async Task<Outcome> FailedAsync(GroupQueue queue, SpooledRecord record, Task<Receipt> attempt)
    {
        if (!attempt.IsCompleted && _stop.IsCancellationRequested)
        {
            return Outcome.Stopped;
        }

        switch (attempt.Exception?.GetBaseException() ?? new TimeoutException())
        {
            case JournalUnavailableException or TimeoutException:
                spool.Index.Failed(queue, isRefusal: false);
                LogStillAway(logger, attempt.Exception ?? (Exception)new TimeoutException(), queue.Group);
                return Outcome.JournalAway;

            case JournalDamagedException exception when IsReadable(record):
                // What is stored of the group can be mended, and the callback waits for that.
                spool.Index.Failed(queue, isRefusal: false);
                LogRefused(logger, exception, queue.Group);
                return Outcome.Refused;

            case var exception:
                if (spool.Index.Failed(queue, isRefusal: true).Refusals < _options.MaxRefusals)
                {
                    LogRefused(logger, exception, queue.Group);
                    return Outcome.Refused;
                }

                return await SetAsideAsync(queue, record, exception);
        }
    }

    /// <summary>Puts a callback away that is refused again and again, so that its group can go on.</summary>
    private async Task<Outcome> SetAsideAsync(GroupQueue queue, SpooledRecord record, Exception cause)
    {
        try
        {
            var payload = spool.Store.Read(record);
            await spool.Store.SetAsideAsync(payload, _time.GetUtcNow().ToUnixTimeMilliseconds());
            LogDeadLetter(logger, cause, CallbackCodec.DecodeHeading(payload.Span).Id, queue.Group);
            spool.Store.Drained([record]);
        }
        catch (JournalDamagedException)
        {
            LogUnreadable(logger, cause, queue.Group, spool.Store.GiveUp(record), record.Offset);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogRefused(logger, exception, queue.Group);
            return Outcome.Refused;
        }

        spool.Index.Remove(queue, 1);
        return Outcome.Ended;
    }

    private bool IsReadable(SpooledRecord record)
    {
        try
        {
            CallbackCodec.Decode(spool.Store.Read(record));
            return true;
        }
        catch (Exception exception) when (exception is JournalDamagedException or IOException)
        {
            return false;
        }
    }
}
