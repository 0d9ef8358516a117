using System.Diagnostics.Metrics;

namespace GroupExitGrains.Membership;

/// <summary>What the ledgers of this process hold. Kept as plain numbers, which are read when somebody measures.</summary>
public static class LedgerMetrics
{
    private static readonly Meter s_meter = CreateMeter();
    private static long s_groups;
    private static long s_members;

    /// <summary>The name that a listener asks for.</summary>
    public static string MeterName => s_meter.Name;

    internal static void GroupsChanged(long by) => Interlocked.Add(ref s_groups, by);

    internal static void MembersChanged(long by) => Interlocked.Add(ref s_members, by);

    private static Meter CreateMeter()
    {
        var meter = new Meter("GroupExitGrains.Membership");
        meter.CreateObservableUpDownCounter(
            "groupexit.group.active", static () => Volatile.Read(ref s_groups), "{group}", "Groups whose ledger is in memory.");
        meter.CreateObservableUpDownCounter(
            "groupexit.group.members", static () => Volatile.Read(ref s_members), "{member}", "Members of the groups in memory.");
        meter.CreateObservableCounter(
            "groupexit.chain.verifications",
            ChainChecks.Measure,
            "{verification}",
            "Hash chains that were verified, by what was found; unreadable: when the group was loaded.");
        return meter;
    }
}
