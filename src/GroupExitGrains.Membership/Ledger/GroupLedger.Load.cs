namespace GroupExitGrains.Membership;

// Snapshot, then the entries behind it. Losing a snapshot costs time only.
public sealed partial class GroupLedger
{
    private DateTimeOffset _lastReceivedAt;

    /// <summary>Loads the group, and takes up a callback whose entries are not all appended. Does nothing if it is loaded.</summary>
    /// <exception cref="JournalUnavailableException">The journal could not be read.</exception>
    public Task LoadAsync()
    {
        lock (_gate)
        {
            ThrowIfClosed();
            return _state is null ? StartLoading() : _loading ?? Task.CompletedTask;
        }
    }

    /// <summary>Called under the gate.</summary>
    private Task StartLoading()
    {
        if (_state is not null || _appendingInParts is not null)
        {
            return _loading ?? Task.CompletedTask;
        }

        var (abandoned, generation) = (_abandoned, _generation);
        return _loading ??= Task.Run(() => LoadStateAsync(abandoned, generation));
    }

    private async Task LoadStateAsync(IReadOnlyList<Task> abandoned, long generation)
    {
        try
        {
            // What was sent behind a lost append may still be written, and whoever is told so must find it.
            foreach (var task in abandoned)
            {
                await task.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }

            var record = await _journal.FindGroupAsync(Group, CancellationToken.None);
            var (state, parts) = record is null
                ? (new GroupState(Group, _options), [])
                : await ReplayAsync(record);
            lock (_gate)
            {
                _loading = null;
                if (generation == _generation)
                {
                    Install(state, record, parts);
                }
            }
        }
        catch (Exception exception)
        {
            lock (_gate)
            {
                _loading = null;
                FailDeferred(exception);
            }

            throw;
        }
    }

    private void Install(GroupState state, GroupRecord? record, IReadOnlyList<LedgerEntry> parts)
    {
        var pending = record?.Pending is { } stored ? Decode(stored) : null;
        _state = state;
        CountInMemory(state);
        _isKnown = record is not null;
        _durable = record is null || SaysTheSame(state, record.Summary) ? null : record.Summary;
        _duplicates = record?.Summary.Duplicates ?? 0;
        _lastReceivedAt = record?.Summary.LastReceivedAt ?? DateTimeOffset.MinValue;
        if (pending is null)
        {
            TakeDeferred();
            return;
        }

        var (factsBytes, facts, change) = pending;
        var drafts = Decide.On(state, change, facts, _options).Entries;
        foreach (var entry in parts)
        {
            state.Apply(entry, facts);
        }

        var generation = _generation;
        LogPartsResumed(_logger, facts.CallbackId, parts.Count);
        _appendingInParts = Task.Run(() => AppendPartsAsync(drafts, parts.Count, facts, factsBytes, generation));
    }

    /// <summary>Not so where a part of the history is lost, or where a callback is appended in parts.</summary>
    private static bool SaysTheSame(GroupState state, GroupSummary summary) =>
        state.Summary(summary.LastReceivedAt) == summary with { Duplicates = 0 };

    private static DecodedPending Decode(PendingCallback pending)
    {
        var factsBytes = pending.FactsBytes.ToArray();
        return new DecodedPending(
            factsBytes, CallbackFactsCodec.Decode(factsBytes), GroupChangeCodec.Decode(pending.ChangeBytes.Span));
    }

    /// <summary>The state at the head; with a callback in parts, the state before it and those of its entries that are there.</summary>
    private async Task<(GroupState State, IReadOnlyList<LedgerEntry> Parts)> ReplayAsync(GroupRecord record)
    {
        var head = record.Pending?.Base ?? record.Summary.Head;
        var parts = new List<LedgerEntry>();
        var state = await FindSnapshotAsync(head) ?? new GroupState(Group, _options);
        var start = state.Head;
        _sinceSnapshot = 0;
        _damaged = false;
        try
        {
            // The entry at which the snapshot stands is read too: a snapshot of another history is not used.
            var facts = new FactsReader();
            await foreach (var stored in _journal.ReadAsync(
                Group, Math.Max(0, start.Sequence - 1), withRequests: false, CancellationToken.None))
            {
                var entry = stored.Entry;
                if (entry.Sequence == start.Sequence && entry.Hash != start.Hash)
                {
                    LogSnapshotForeign(_logger, entry.Sequence);
                    _ignoreSnapshots = true;
                    return await ReplayAsync(record);
                }

                if (entry.Sequence > record.Summary.Head.Sequence)
                {
                    break;
                }

                if (entry.Sequence > head.Sequence)
                {
                    parts.Add(entry);
                }
                else if (entry.Sequence > start.Sequence)
                {
                    state.Apply(entry, facts.Read(stored.FactsBytes));
                    _sinceSnapshot++;
                }
            }
        }
        catch (JournalDamagedException exception)
        {
            // What is lost is lost, and verifying names the place. What comes now must be kept all the same.
            LogHistoryDamaged(_logger, exception, state.Head.Sequence + 1);
            ChainChecks.Unreadable();
            _damaged = true;
        }

        state.Head = head;
        return (state, parts);
    }

    private async Task<GroupState?> FindSnapshotAsync(GroupHead head)
    {
        if (_ignoreSnapshots || head.Sequence == 0)
        {
            return null;
        }

        try
        {
            var stored = await _snapshots.LoadAsync(Group, CancellationToken.None);
            var state = stored is null ? null : GroupStateCodec.Decode(stored.State.Span, Group, _options);
            return state is not null && state.Head == stored!.Head && state.Head.Sequence <= head.Sequence ? state : null;
        }
        catch (JournalDamagedException exception)
        {
            LogSnapshotDamaged(_logger, exception);
            return null;
        }
    }

    private sealed record DecodedPending(byte[] FactsBytes, CallbackFacts Facts, GroupChange Change);
}
