namespace GroupExitGrains.Membership.Tests.Fixtures;

// The tables, which a test may alter behind the ledger's back.
internal sealed partial class MemoryJournal
{
    public StoredGroup this[GroupKey group] => _groups[group];

    public StoredRequest this[CallbackId callback] => _callbacks[callback];

    public IReadOnlyCollection<StoredRequest> Callbacks => _callbacks.Values;

    public bool Knows(CallbackId callback)
    {
        // Others may be writing.
        lock (_gate)
        {
            return _callbacks.ContainsKey(callback);
        }
    }

    public void RemoveGroup(GroupKey group) => _groups[group].Summary = null;

    private AppendOutcome Write(Append append)
    {
        var group = _groups.GetValueOrDefault(append.Group) ?? new StoredGroup();
        var head = group.Summary?.Head ?? default;
        var begins = append.Part is AppendPart.Whole or AppendPart.Begin;
        if (begins && _callbacks.ContainsKey(append.Facts.CallbackId))
        {
            return AppendOutcome.AlreadyAppended;
        }

        if (append.Expected != head || (begins ? group.Pending is not null : group.PendingId != append.Facts.CallbackId))
        {
            return AppendOutcome.Refused;
        }

        CheckShape(append);
        _groups[append.Group] = group;
        if (begins)
        {
            _callbacks.Add(append.Facts.CallbackId, new StoredRequest
            {
                Group = append.Group,
                Id = append.Facts.CallbackId,
                State = append.DuplicateOf is not null ? CallbackState.Duplicate
                    : append.Part == AppendPart.Begin ? CallbackState.Pending
                    : CallbackState.Recorded,
                DuplicateOf = append.DuplicateOf,
                Facts = append.FactsBytes.ToArray(),
                Request = append.RequestBytes.ToArray(),
            });
        }

        var callback = _callbacks[append.Facts.CallbackId];
        callback.Facts.ShouldBe(append.FactsBytes.ToArray());
        foreach (var entry in append.Entries)
        {
            group.Rows.Add(new StoredRow { Position = ++_position, Entry = entry, Callback = callback });
        }

        if (append.Part == AppendPart.Begin)
        {
            group.Pending = new PendingCallback(append.Expected, callback.Facts, append.ChangeBytes.ToArray());
            group.PendingId = callback.Id;
        }
        else if (append.Part == AppendPart.Last)
        {
            (group.Pending, group.PendingId, callback.State) = (null, null, CallbackState.Recorded);
        }

        var summary = append.Summary;
        group.Summary = GroupSummaryCodec.Decode(
            GroupSummaryCodec.Encode(summary), summary.Group, summary.Head, summary.Status,
            (group.Summary?.Duplicates ?? 0) + (append.DuplicateOf is null ? 0 : 1));
        return AppendOutcome.Appended;
    }

    private static void CheckShape(Append append)
    {
        var head = append.Expected;
        foreach (var entry in append.Entries)
        {
            entry.Sequence.ShouldBe(head.Sequence + 1);
            head = new GroupHead(entry.Sequence, entry.Hash);
        }

        append.Summary.Head.ShouldBe(head);
        append.Summary.Group.ShouldBe(append.Group);
        append.RequestBytes.IsEmpty.ShouldBe(append.Part is AppendPart.Chunk or AppendPart.Last);
        if (append.DuplicateOf is not null || append.Part == AppendPart.Begin)
        {
            append.Entries.ShouldBeEmpty();
        }
    }
}

/// <summary>A group's head row and its entries.</summary>
internal sealed class StoredGroup
{
    public GroupSummary? Summary { get; set; }

    public PendingCallback? Pending { get; set; }

    public CallbackId? PendingId { get; set; }

    public List<StoredRow> Rows { get; } = [];
}

/// <summary>An entry's row.</summary>
internal sealed class StoredRow
{
    public required long Position { get; set; }

    public required LedgerEntry Entry { get; set; }

    public required StoredRequest Callback { get; set; }

    /// <summary>A copy of the hash of the entry before, which not every store has.</summary>
    public EntryHash? PreviousHash { get; set; }
}

/// <summary>A callback's row.</summary>
internal sealed class StoredRequest
{
    public required GroupKey Group { get; init; }

    public required CallbackId Id { get; init; }

    public required CallbackState State { get; set; }

    public CallbackId? DuplicateOf { get; set; }

    public required byte[] Facts { get; set; }

    public required byte[] Request { get; set; }
}
