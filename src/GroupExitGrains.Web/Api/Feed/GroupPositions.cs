using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>A group's history is numbered by sequence; who follows everything counts positions.</summary>
internal static class GroupPositions
{
    private static readonly AuditQuery OneEntry = new() { Ascending = true, Limit = 1 };

    /// <summary>The last sequence of a group at or before a position. Both ascend together, so halving finds it.</summary>
    public static async Task<long> SequenceAtAsync(
        this IGroups groups, GroupKey group, long position, CancellationToken cancellationToken)
    {
        var (low, high) = (0L, position == 0 ? 0 : (await groups.FindAsync(group, cancellationToken))?.Head.Sequence ?? 0);
        while (low < high)
        {
            var middle = low + ((high - low + 1) / 2);
            var page = await groups.HistoryAsync(group, OneEntry with { After = middle - 1 }, cancellationToken);
            (low, high) = page?.Items is [var entry, ..] && entry.Position <= position ? (middle, high) : (low, middle - 1);
        }

        return low;
    }
}
