namespace GroupExitGrains.Membership;

// From a callback to the journal. What runs before the first await is one step: nothing of the same group comes between.
public sealed partial class GroupLedger
{
    /// <summary>Decides on a callback and hands it to the journal. Called under the gate.</summary>
    private Task<Receipt> Submit(Offer offer)
    {
        try
        {
            return SubmitTo(_state!, offer);
        }
        catch (Exception exception)
        {
            // The state may be ahead of a journal that was never asked.
            Drop(_generation);
            return Task.FromException<Receipt>(exception);
        }
    }

    private Task<Receipt> SubmitTo(GroupState state, Offer offer)
    {
        var callback = offer.Callback;
        var requestBytes = RawRequestCodec.Encode(callback.Request);
        var facts = FactsOf.Callback(callback, EntryChain.Digest(requestBytes));
        var factsBytes = CallbackFactsCodec.Encode(facts);
        var decision = Decide.On(state, callback.Change, facts, _options);
        if (decision.Entries.Count > _options.LargestWholeCallback)
        {
            return BeginParts(offer, decision.Entries, facts, factsBytes, requestBytes);
        }

        KeepDurable(state);
        var expected = state.Head;
        var (entries, undo) = ApplyAll(state, decision.Entries, facts, EntryChain.Digest(factsBytes));
        var append = new Append
        {
            Group = Group,
            Expected = expected,
            Summary = Summarise(state, facts),
            Part = AppendPart.Whole,
            Facts = facts,
            FactsBytes = factsBytes,
            RequestBytes = requestBytes,
            Entries = entries,
            DuplicateOf = decision.DuplicateOf,
        };
        var receipt = decision.DuplicateOf is { } original
            ? new Receipt(callback.Id, CallbackState.Duplicate, original)
            : new Receipt(callback.Id, CallbackState.Recorded);
        var flight = Send(append, undo);
        SnapshotIfDue(state, flight, entries.Count);
        return CompleteAsync(flight, offer, receipt, _generation, EnterWave());
    }

    private Wave EnterWave()
    {
        _wave ??= new Wave();
        _wave.Enter();
        return _wave;
    }

    private async Task<Receipt> CompleteAsync(InFlight flight, Offer offer, Receipt receipt, long generation, Wave wave)
    {
        Task<Receipt>? again = null;
        try
        {
            var outcome = await flight.Task;
            if (outcome == AppendOutcome.Appended)
            {
                LetGo();
                return receipt;
            }

            Drop(generation);
            if (outcome == AppendOutcome.Refused)
            {
                // It waits there until the group is loaded again, which is not before all of its wave are back.
                again = RecordAgainAsync(offer with { Attempt = offer.Attempt + 1, Wave = wave });
            }
        }
        catch
        {
            // Whether it was written is not known, so nothing that was chained to it can be relied on.
            Drop(generation);
            wave.Fail();
            throw;
        }
        finally
        {
            wave.Leave();
        }

        return again is null ? await FindReceiptAsync(offer.Callback.Id) : await again;
    }

    private async Task<Receipt> FindReceiptAsync(CallbackId id) =>
        await _journal.FindCallbackAsync(id, CancellationToken.None) is { } stored
            ? new Receipt(id, stored.State, stored.DuplicateOf)
            : throw new JournalUnavailableException("The journal knows a callback that it cannot find.");

    /// <summary>Hands an append to the journal. Called under the gate, so that the journal gets them in order.</summary>
    private InFlight Send(Append append, IReadOnlyList<Undo> undo)
    {
        CountInMemory(_state);
        var flight = new InFlight(
            _journal.AppendAsync(append), append.Summary, append.DuplicateOf is not null, undo);
        _inFlight.Enqueue(flight);
        return flight;
    }

    /// <summary>Applies drafts to the state, numbering and chaining them.</summary>
    private static (IReadOnlyList<LedgerEntry> Entries, IReadOnlyList<Undo> Undo) ApplyAll(
        GroupState state, IReadOnlyList<EntryDraft> drafts, CallbackFacts facts, EntryHash factsDigest)
    {
        if (drafts.Count == 0)
        {
            return ([], []);
        }

        var entries = new LedgerEntry[drafts.Count];
        var undo = new List<Undo>(drafts.Count);
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = Chain(state.Head, drafts[i], factsDigest);
            state.Apply(entries[i], facts, undo);
        }

        return (entries, undo);
    }

    private static LedgerEntry Chain(GroupHead head, EntryDraft draft, EntryHash factsDigest)
    {
        var entry = new LedgerEntry(
            head.Sequence + 1, draft.Kind, draft.UserId, draft.Role, draft.WasMember, draft.Effect, draft.Since, default);
        return entry with { Hash = EntryChain.Hash(head.Hash, factsDigest, entry) };
    }

    private GroupSummary Summarise(GroupState state, CallbackFacts facts)
    {
        _lastReceivedAt = facts.ReceivedAt > _lastReceivedAt ? facts.ReceivedAt : _lastReceivedAt;
        return state.Summary(_lastReceivedAt);
    }
}
