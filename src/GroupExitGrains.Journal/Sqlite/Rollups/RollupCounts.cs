using System.Runtime.InteropServices;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Rollups;

/// <summary>What entries in a row come to, by what each table counts.</summary>
/// <param name="after">The position before the first of them.</param>
internal sealed class RollupCounts(long after)
{
    public long After { get; } = after;

    /// <summary>The position of the last of them.</summary>
    public long Reached { get; set; } = after;

    /// <summary>How many they are, whether they count or not.</summary>
    public int Entries { get; set; }

    public Dictionary<(string Source, long Minute, int Kind), long> Minutes { get; } = [];

    public Dictionary<(long Group, long Hour, int Kind), long> Groups { get; } = [];

    public Dictionary<(string Source, string Operator, long Hour, int Kind), long> Operators { get; } = [];

    public Dictionary<(long Day, long Group), long> GroupDays { get; } = [];

    public Dictionary<(long Day, string Source, string Operator), long> OperatorDays { get; } = [];

    public void Add(string source, long group, string? operatorId, long minute, int kind)
    {
        var (hour, day) = (minute / 60, minute / (24 * 60));
        var isExit = (EntryKind)kind is >= EntryKind.Quit and <= EntryKind.Left;
        Count(Minutes, (source, minute, kind));
        Count(Groups, (group, hour, kind));
        if (isExit)
        {
            Count(GroupDays, (day, group));
        }

        if (operatorId is null)
        {
            return;
        }

        Count(Operators, (source, operatorId, hour, kind));
        if (isExit)
        {
            Count(OperatorDays, (day, source, operatorId));
        }
    }

    private static void Count<TKey>(Dictionary<TKey, long> counts, TKey key)
        where TKey : notnull => CollectionsMarshal.GetValueRefOrAddDefault(counts, key, out _)++;
}
