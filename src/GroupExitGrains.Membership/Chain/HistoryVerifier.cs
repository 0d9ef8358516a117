namespace GroupExitGrains.Membership;

/// <summary>Checks one group's history as it is stored, trusting nothing that is kept in memory.</summary>
internal sealed class HistoryVerifier(GroupKey group, IJournal journal, ISnapshots snapshots, LedgerOptions options)
{
    private readonly GroupState _replayed = new(group, options);
    private readonly FactsReader _facts = new();
    private ReadOnlyMemory<byte> _factsBytes;
    private EntryHash _factsDigest;
    private long _lastPosition;
    private Fault? _snapshotFault;

    public async Task<Verification?> VerifyAsync(CancellationToken cancellationToken)
    {
        var verification = await WalkAsync(cancellationToken);
        if (verification is not null)
        {
            ChainChecks.Group(verification.Valid);
        }

        return verification;
    }

    private async Task<Verification?> WalkAsync(CancellationToken cancellationToken)
    {
        GroupRecord? record;
        Snapshot? snapshot;
        try
        {
            // The snapshot first: read so, an honest one is never ahead of the head row.
            snapshot = await snapshots.LoadAsync(group, cancellationToken);
            record = await journal.FindGroupAsync(group, cancellationToken);
            if (record is null && await HasEntriesAsync(cancellationToken))
            {
                // It may have come to be in between.
                record = await journal.FindGroupAsync(group, cancellationToken);
                if (record is null)
                {
                    return Broken(EntryHash.Zero, new Fault(1, "There are entries, but there is no head row."));
                }
            }
        }
        catch (JournalDamagedException exception)
        {
            return Broken(EntryHash.Zero, new Fault(1, $"The head row cannot be read back: {exception.Message}"));
        }

        if (record is null)
        {
            return null;
        }

        var head = record.Summary.Head;
        var (fault, beyond) = await WalkAsync(head, snapshot, cancellationToken);
        fault ??= CheckHead(record.Summary);
        if (fault is null && beyond)
        {
            // Entries behind the head may have come since the head was read.
            var again = await journal.FindGroupAsync(group, cancellationToken);
            fault = again?.Summary.Head == head
                ? new Fault(head.Sequence + 1, "There are entries behind the one that the head row says is the last.")
                : null;
        }

        fault ??= _snapshotFault;
        return fault is null
            ? new Verification(Valid: true, _replayed.Head.Sequence, head.Hash)
            : Broken(head.Hash, fault);
    }

    private Verification Broken(EntryHash head, Fault fault) =>
        new(Valid: false, _replayed.Head.Sequence, head, fault.Sequence, fault.Reason);

    private async Task<bool> HasEntriesAsync(CancellationToken cancellationToken)
    {
        await using var entries = journal.ReadAsync(group, 0, withRequests: false, cancellationToken)
            .GetAsyncEnumerator(cancellationToken);
        return await entries.MoveNextAsync();
    }

    private async Task<(Fault? Fault, bool Beyond)> WalkAsync(
        GroupHead head, Snapshot? snapshot, CancellationToken cancellationToken)
    {
        _snapshotFault = snapshot is null
            ? null
            : new Fault(snapshot.Head.Sequence, "The snapshot stands at an entry that the history does not have.");
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
                    return (new Fault(_replayed.Head.Sequence + 1, reason), false);
                }

                if (stored.Entry.Sequence == snapshot?.Head.Sequence)
                {
                    _snapshotFault = SnapshotDifference(snapshot) is { } difference
                        ? new Fault(snapshot.Head.Sequence, difference)
                        : null;
                }
            }
        }
        catch (JournalDamagedException exception)
        {
            return (new Fault(_replayed.Head.Sequence + 1, exception.Message), false);
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

        if (entry.UserId is { } userId && VendorId.Fault(userId) is { } fault)
        {
            return $"Its user id {fault}.";
        }

        if (!_factsBytes.Equals(stored.FactsBytes))
        {
            (_factsBytes, _factsDigest) = (stored.FactsBytes, EntryChain.Digest(stored.FactsBytes.Span));
        }

        if (EntryChain.Hash(_replayed.Head.Hash, _factsDigest, entry) != entry.Hash)
        {
            return "The entry, its callback or its hash was altered.";
        }

        if (stored.PreviousHash is { } previous && previous != _replayed.Head.Hash)
        {
            return "The hash of the entry before, as it stands beside this one, was altered.";
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

    private Fault? CheckHead(GroupSummary stored)
    {
        if (_replayed.Head.Sequence < stored.Head.Sequence)
        {
            return new(_replayed.Head.Sequence + 1, $"The head row says that there are {stored.Head.Sequence} entries.");
        }

        if (_replayed.Head.Hash != stored.Head.Hash)
        {
            return new(stored.Head.Sequence, "The head row has another hash than the last entry.");
        }

        // How many callbacks were repetitions, and when the last of them came, the entries do not say.
        var replayed = _replayed.Summary(stored.LastReceivedAt) with { Duplicates = stored.Duplicates };
        return replayed == stored && stored.LastReceivedAt.ToUnixTimeMilliseconds() >= _replayed.Clock
            ? null
            : new(stored.Head.Sequence, "What the head row says of the group is not what the entries say.");
    }

    private string? SnapshotDifference(Snapshot snapshot)
    {
        if (snapshot.Head.Hash != _replayed.Head.Hash)
        {
            return "The snapshot stands at another history.";
        }

        try
        {
            // One of another version says nothing that could be compared.
            var state = GroupStateCodec.Decode(snapshot.State.Span, group, options);
            return state?.DifferenceFrom(_replayed) is { } difference
                ? $"The snapshot differs from the entries: {difference}."
                : null;
        }
        catch (JournalDamagedException exception)
        {
            return $"The snapshot cannot be read back: {exception.Message}";
        }
    }

    private sealed record Fault(long Sequence, string Reason);
}
