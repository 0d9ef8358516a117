namespace GroupExitGrains.Membership;

/// <summary>Checks one group's history as it is stored, trusting nothing that is kept in memory.</summary>
internal sealed class HistoryVerifier(GroupKey group, IJournal journal, ISnapshots snapshots, LedgerOptions options)
{
    private readonly GroupState _replayed = new(group, options);
    private readonly FactsReader _facts = new();
    private ReadOnlyMemory<byte> _factsBytes;
    private EntryHash _factsDigest;
    private long _lastPosition;
    private string? _snapshotFault;

    public async Task<Verification?> VerifyAsync(CancellationToken cancellationToken)
    {
        GroupRecord? record;
        try
        {
            record = await journal.FindGroupAsync(group, cancellationToken);
        }
        catch (JournalDamagedException exception)
        {
            return new Verification(Valid: false, 0, EntryHash.Zero, 1, $"The head row cannot be read back: {exception.Message}");
        }

        if (record is null)
        {
            return null;
        }

        var head = record.Summary.Head;
        var (fault, beyond) = await WalkAsync(head, cancellationToken);
        fault ??= CheckHead(record.Summary);
        if (fault is null && beyond)
        {
            // Entries behind the head may have come since the head was read.
            var again = await journal.FindGroupAsync(group, cancellationToken);
            fault = again?.Summary.Head == head
                ? (head.Sequence + 1, "There are entries behind the one that the head row says is the last.")
                : null;
        }

        fault ??= _snapshotFault is null ? null : (head.Sequence, _snapshotFault);
        return fault is var (sequence, reason)
            ? new Verification(Valid: false, _replayed.Head.Sequence, head.Hash, sequence, reason)
            : new Verification(Valid: true, _replayed.Head.Sequence, head.Hash);
    }

    private async Task<((long Sequence, string Reason)? Fault, bool Beyond)> WalkAsync(
        GroupHead head, CancellationToken cancellationToken)
    {
        var (snapshot, snapshotState) = await LoadSnapshotAsync(cancellationToken);
        try
        {
            await foreach (var stored in journal.ReadAsync(group, 0, withRequests: true, cancellationToken))
            {
                if (stored.Entry.Sequence > head.Sequence)
                {
                    return (null, true);
                }

                if (Check(stored) is { } reason)
                {
                    return ((_replayed.Head.Sequence + 1, reason), false);
                }

                if (stored.Entry.Sequence == snapshot?.Head.Sequence)
                {
                    CompareSnapshot(snapshot, snapshotState);
                }
            }
        }
        catch (JournalDamagedException exception)
        {
            return ((_replayed.Head.Sequence + 1, exception.Message), false);
        }

        return (null, false);
    }

    private string? Check(in StoredEntry stored)
    {
        var entry = stored.Entry;
        if (entry.Sequence != _replayed.Head.Sequence + 1)
        {
            return $"The entry is missing; the next one is {entry.Sequence}.";
        }

        if (stored.Position <= _lastPosition)
        {
            return $"Its position {stored.Position} does not come after {_lastPosition}.";
        }

        if (!_factsBytes.Equals(stored.FactsBytes))
        {
            (_factsBytes, _factsDigest) = (stored.FactsBytes, EntryChain.Digest(stored.FactsBytes.Span));
        }

        if (EntryChain.Hash(_replayed.Head.Hash, _factsDigest, entry) != entry.Hash)
        {
            return "The entry, its callback or its hash was altered.";
        }

        var facts = _facts.Read(stored.FactsBytes);
        if (facts.Group != group)
        {
            return "The entry belongs to another group.";
        }

        if (stored.RequestBytes is { } request && EntryChain.Digest(request.Span) != facts.RequestDigest)
        {
            return "The raw request of its callback was altered.";
        }

        _lastPosition = stored.Position;
        _replayed.Apply(entry, facts);
        return null;
    }

    private (long Sequence, string Reason)? CheckHead(GroupSummary stored)
    {
        if (_replayed.Head.Sequence < stored.Head.Sequence)
        {
            return (_replayed.Head.Sequence + 1, $"The head row says that there are {stored.Head.Sequence} entries.");
        }

        if (_replayed.Head.Hash != stored.Head.Hash)
        {
            return (stored.Head.Sequence, "The head row has another hash than the last entry.");
        }

        // When the newest callback came, and how many were repetitions, the entries do not say.
        var replayed = _replayed.Summary(stored.LastReceivedAt) with { Duplicates = stored.Duplicates };
        return replayed == stored ? null : (stored.Head.Sequence, "The head row's counts are not those of the entries.");
    }

    private async Task<(Snapshot? Snapshot, GroupState? State)> LoadSnapshotAsync(CancellationToken cancellationToken)
    {
        try
        {
            var snapshot = await snapshots.LoadAsync(group, cancellationToken);
            return (snapshot, snapshot is null ? null : GroupStateCodec.Decode(snapshot.State.Span, group, options));
        }
        catch (JournalDamagedException exception)
        {
            _snapshotFault = $"The snapshot cannot be read back: {exception.Message}";
            return (null, null);
        }
    }

    private void CompareSnapshot(Snapshot snapshot, GroupState? state)
    {
        if (snapshot.Head.Hash != _replayed.Head.Hash)
        {
            _snapshotFault = "The snapshot stands at another history.";
        }
        else if (state?.DifferenceFrom(_replayed) is { } difference)
        {
            _snapshotFault = $"The snapshot differs from the entries: {difference}.";
        }
    }
}
