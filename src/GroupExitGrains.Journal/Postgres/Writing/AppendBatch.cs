using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// What can be written in one statement: a chain per group, in an order that all writers share. An append that does not
/// continue its group's chain, or whose callback is in the batch already, is held back with all of its group behind it: the
/// next batch meets a head row that can tell.
/// </summary>
internal sealed class AppendBatch
{
    private AppendBatch(List<QueuedAppend> appends, List<AppendChain> chains)
    {
        Appends = appends;
        Chains = chains;
    }

    /// <summary>All appends of the batch, in the order in which they came.</summary>
    public IReadOnlyList<QueuedAppend> Appends { get; }

    public IReadOnlyList<AppendChain> Chains { get; }

    /// <summary>Plans a batch, and adds to <paramref name="heldBack"/> what has to wait for the next.</summary>
    public static AppendBatch Plan(IReadOnlyList<QueuedAppend> appends, List<QueuedAppend> heldBack)
    {
        var chains = new Dictionary<GroupKey, AppendChain>(appends.Count);
        var ids = new HashSet<CallbackId>(appends.Count);
        HashSet<GroupKey>? waiting = null;
        var taken = new List<QueuedAppend>(appends.Count);
        foreach (var append in appends)
        {
            var group = append.Append.Group;
            if (waiting?.Contains(group) == true || !TryTake(append, chains, ids))
            {
                (waiting ??= []).Add(group);
                heldBack.Add(append);
            }
            else
            {
                taken.Add(append);
            }
        }

        var ordered = new List<AppendChain>(chains.Values);
        ordered.Sort(ByGroup);
        return new(taken, ordered);
    }

    /// <summary>The append brings its callback, rather than more of one that is there.</summary>
    public static bool BringsCallback(QueuedAppend append) => append.Append.Part is AppendPart.Whole or AppendPart.Begin;

    private static bool TryTake(QueuedAppend append, Dictionary<GroupKey, AppendChain> chains, HashSet<CallbackId> ids)
    {
        var id = append.Append.Facts.CallbackId;
        if (BringsCallback(append) && ids.Contains(id))
        {
            return false;
        }

        if (!chains.TryGetValue(append.Append.Group, out var chain))
        {
            chains.Add(append.Append.Group, new AppendChain(append));
        }
        else if (!chain.TryAdd(append))
        {
            return false;
        }

        ids.Add(id);
        return true;
    }

    private static int ByGroup(AppendChain left, AppendChain right)
    {
        var bySource = string.CompareOrdinal(left.Group.Source, right.Group.Source);
        return bySource != 0 ? bySource : string.CompareOrdinal(left.Group.GroupId, right.Group.GroupId);
    }
}
