using System.Diagnostics.Metrics;

namespace GroupExitGrains.Membership;

/// <summary>Counts hash chains that were looked at, by what was found.</summary>
public static class ChainChecks
{
    private static readonly Tally s_valid = new("group", "valid");
    private static readonly Tally s_broken = new("group", "broken");
    private static readonly Tally s_unreadable = new("group", "unreadable");
    private static readonly Tally s_validActions = new("actions", "valid");
    private static readonly Tally s_brokenActions = new("actions", "broken");

    /// <summary>The history of actions was verified.</summary>
    public static void Actions(bool valid) => (valid ? s_validActions : s_brokenActions).Count();

    /// <summary>A group's history was verified.</summary>
    internal static void Group(bool valid) => (valid ? s_valid : s_broken).Count();

    /// <summary>A group's history could not be read back when it was to be loaded.</summary>
    internal static void Unreadable() => s_unreadable.Count();

    internal static IEnumerable<Measurement<long>> Measure() =>
        [s_valid.Read(), s_broken.Read(), s_unreadable.Read(), s_validActions.Read(), s_brokenActions.Read()];

    private sealed class Tally(string chain, string outcome)
    {
        private readonly KeyValuePair<string, object?>[] _tags = [new("groupexit.chain", chain), new("groupexit.outcome", outcome)];
        private long _count;

        public void Count() => Interlocked.Increment(ref _count);

        public Measurement<long> Read() => new(Volatile.Read(ref _count), _tags);
    }
}
