using System.Runtime.InteropServices;
using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>
/// The appends of one transaction. Those of one group chain on one another in memory, so its head row is read once and
/// written once, however many there are. State changes only behind the last statement of an append, so one that fails
/// and is rolled back leaves none.
/// </summary>
internal sealed class AppendTransaction(Database database)
{
    private readonly AppendStatements _statements = new(database);
    private readonly Dictionary<GroupKey, GroupRow> _groups = [];
    private readonly Dictionary<string, SourceTally> _tallies = new(StringComparer.Ordinal);
    private LastKeys? _keys;

    /// <summary>Forgets what an earlier transaction knew.</summary>
    public void Start()
    {
        _groups.Clear();
        _tallies.Clear();
        _keys = null;
    }

    /// <summary>Writes an append's own rows if the group's head is the expected one.</summary>
    public AppendOutcome Apply(Append append)
    {
        var keys = _keys ??= _statements.ReadLastKeys();
        if (!_groups.TryGetValue(append.Group, out var group))
        {
            group = _statements.FindGroup(append.Group, keys.AnyPending)
                ?? new GroupRow { Key = keys.Group + 1, IsNew = true, Head = default, Duplicates = 0 };
            _keys = keys = keys with { Group = Math.Max(keys.Group, group.Key) };
            _groups.Add(append.Group, group);
        }

        var outcome = append.Part is AppendPart.Chunk or AppendPart.Last
            ? Continue(append, group, keys)
            : Begin(append, group, keys);
        if (outcome == AppendOutcome.Appended)
        {
            Note(append, group);
        }

        return outcome;
    }

    /// <summary>Writes what the appends share: head rows and totals.</summary>
    public void Finish()
    {
        foreach (var (key, row) in _groups)
        {
            if (row.Summary is { } summary)
            {
                _statements.SaveGroup(key, row, summary);
            }
        }

        foreach (var tally in _tallies.Values)
        {
            _statements.AddTotals(tally);
        }
    }

    private AppendOutcome Begin(Append append, GroupRow group, LastKeys keys)
    {
        if (group.Pending is not null || group.Head != append.Expected)
        {
            return _statements.HasCallback(append.Facts.CallbackId) ? AppendOutcome.AlreadyAppended : AppendOutcome.Refused;
        }

        var callbackKey = keys.Callback + 1;
        if (!_statements.InsertCallback(callbackKey, append))
        {
            return AppendOutcome.AlreadyAppended;
        }

        PendingRow? pending = null;
        if (append.Part == AppendPart.Begin)
        {
            _statements.InsertPending(group.Key, callbackKey, append);
            pending = new(callbackKey, append.Facts.CallbackId, append.Expected.Sequence);
        }

        _statements.InsertEntries(group.Key, callbackKey, keys.Position + 1, append);
        group.Pending = pending;
        _keys = keys with
        {
            Callback = callbackKey,
            Position = keys.Position + append.Entries.Count,
            AnyPending = keys.AnyPending || pending is not null,
        };
        return AppendOutcome.Appended;
    }

    private AppendOutcome Continue(Append append, GroupRow group, LastKeys keys)
    {
        if (group.Pending is not { } pending
            || pending.CallbackId != append.Facts.CallbackId
            || group.Head != append.Expected)
        {
            return AppendOutcome.Refused;
        }

        _statements.InsertEntries(group.Key, pending.CallbackKey, keys.Position + 1, append);
        if (append.Part == AppendPart.Last)
        {
            _statements.EndPending(
                group.Key, pending.CallbackKey, append.Summary.Head.Sequence - pending.BaseSequence);
            group.Pending = null;
        }

        _keys = keys with { Position = keys.Position + append.Entries.Count };
        return AppendOutcome.Appended;
    }

    private void Note(Append append, GroupRow group)
    {
        group.Head = append.Summary.Head;
        group.Summary = append.Summary;
        group.Duplicates += append.DuplicateOf is null ? 0 : 1;
        ref var tally = ref CollectionsMarshal.GetValueRefOrAddDefault(_tallies, append.Group.Source, out _);
        tally ??= new SourceTally(append.Group.Source);
        tally.Add(append);
    }
}
