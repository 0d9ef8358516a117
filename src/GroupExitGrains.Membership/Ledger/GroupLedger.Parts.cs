namespace GroupExitGrains.Membership;

// A callback of very many entries is durable whole before it is answered; its entries follow in chunks. Until the last one
// the group's other callbacks wait. A restart comes to the same entries and goes on behind those it finds.
public sealed partial class GroupLedger
{
    private Task<Receipt> BeginParts(
        Offer offer,
        IReadOnlyList<EntryDraft> drafts,
        CallbackFacts facts,
        byte[] factsBytes,
        byte[] requestBytes)
    {
        var state = _state!;
        KeepDurable(state);
        var flight = Send(
            new Append
            {
                Group = Group,
                Expected = state.Head,
                Summary = Summarise(state, facts),
                Part = AppendPart.Begin,
                Facts = facts,
                FactsBytes = factsBytes,
                RequestBytes = requestBytes,
                ChangeBytes = GroupChangeCodec.Encode(offer.Callback.Change),
            },
            undo: []);
        var generation = _generation;
        _appendingInParts = Task.Run(() => AppendPartsAfterAsync(flight.Task, drafts, facts, factsBytes, generation));
        return CompleteAsync(
            flight, offer, new Receipt(offer.Callback.Id, CallbackState.Pending), generation, EnterWave());
    }

    private async Task AppendPartsAfterAsync(
        Task<AppendOutcome> begun, IReadOnlyList<EntryDraft> drafts, CallbackFacts facts, byte[] factsBytes, long generation)
    {
        // If it was not begun, whoever offered the callback is told by the append itself.
        await ((Task)begun).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (begun.IsCompletedSuccessfully && begun.Result == AppendOutcome.Appended)
        {
            await AppendPartsAsync(drafts, done: 0, facts, factsBytes, generation);
        }
    }

    /// <summary>Appends those entries of a callback that come behind the ones that are there already.</summary>
    private async Task AppendPartsAsync(
        IReadOnlyList<EntryDraft> drafts, int done, CallbackFacts facts, byte[] factsBytes, long generation)
    {
        Exception? failure = null;
        try
        {
            var factsDigest = EntryChain.Digest(factsBytes);
            var next = done;
            do
            {
                var count = Math.Min(_options.ChunkSize, drafts.Count - next);
                if (!await AppendPartAsync(drafts, next, count, facts, factsBytes, factsDigest, generation))
                {
                    return;
                }

                next += count;
            }
            while (next < drafts.Count);
        }
        catch (Exception exception)
        {
            // Whatever it was, the callbacks that wait must not wait forever.
            LogPartsInterrupted(_logger, exception, facts.CallbackId);
            failure = exception;
        }

        EndParts(generation, failure);
    }

    private async Task<bool> AppendPartAsync(
        IReadOnlyList<EntryDraft> drafts,
        int first,
        int count,
        CallbackFacts facts,
        byte[] factsBytes,
        EntryHash factsDigest,
        long generation)
    {
        InFlight flight;
        lock (_gate)
        {
            if (generation != _generation)
            {
                return false;
            }

            var state = _state!;
            KeepDurable(state);
            var expected = state.Head;
            var part = new EntryDraft[count];
            for (var i = 0; i < count; i++)
            {
                part[i] = drafts[first + i];
            }

            var (entries, undo) = ApplyAll(state, part, facts, factsDigest);
            var isLast = first + count == drafts.Count;
            flight = Send(
                new Append
                {
                    Group = Group,
                    Expected = expected,
                    Summary = Summarise(state, facts),
                    Part = isLast ? AppendPart.Last : AppendPart.Chunk,
                    Facts = facts,
                    FactsBytes = factsBytes,
                    Entries = entries,
                },
                undo);
            if (isLast)
            {
                SnapshotIfDue(state, flight, drafts.Count);
            }
        }

        return await flight.Task == AppendOutcome.Appended
            ? true
            : throw new JournalUnavailableException("Another process took the group over in the middle of a callback.");
    }

    private void EndParts(long generation, Exception? failure)
    {
        lock (_gate)
        {
            if (generation != _generation)
            {
                return;
            }

            _appendingInParts = null;
            if (failure is null)
            {
                Settle();
                TakeDeferred();
            }
            else
            {
                FailDeferred(failure);
                Drop(generation);
            }
        }
    }
}
