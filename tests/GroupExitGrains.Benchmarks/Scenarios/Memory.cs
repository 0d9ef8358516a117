using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>
/// What groups that are kept active take in memory: one of a million members, and very many of one and of ten. Counted is what is in
/// use behind a full collection; garbage and what the runtime holds ready come on top.
/// </summary>
internal static class Memory
{
    public static async Task RunAsync(Bench bench)
    {
        await using var field = await Field.StartAsync(bench, sqlite: true, silo: true);
        await MeasureAsync(bench, field.Sqlite!, Wanted.AtMost(200), Wanted.AtMost(2048));
        if (field.Silo is not null)
        {
            await MeasureAsync(bench, field.Silo, perMember: null, perGroup: null);
        }
    }

    private static async Task MeasureAsync(Bench bench, Contestant contestant, Wanted? perMember, Wanted? perGroup)
    {
        // The first requests load what every later one uses.
        await FillSmallAsync(contestant.Server, "warm", 1_000, 10);
        var members = bench.Effort.Of(1_000_000);
        var before = await Heap.InUseAsync(contestant.Server);
        await LargeGroups.FillAsync(contestant.Server, "large", members);
        var large = await Heap.InUseAsync(contestant.Server);
        bench.Report.Add(
            string.Create(CultureInfo.InvariantCulture, $"memory per member of a group of {members:N0}: {contestant.Name}"),
            (large - before) / members,
            "bytes",
            wanted: perMember);
        foreach (var size in new[] { 1, 10 })
        {
            await MeasureSmallAsync(bench, contestant, size, perGroup);
        }
    }

    private static async Task MeasureSmallAsync(Bench bench, Contestant contestant, int members, Wanted? wanted)
    {
        var groups = bench.Effort.Of(50_000);
        var (before, resident) = (await Heap.InUseAsync(contestant.Server), contestant.Server.WorkingSet);
        await FillSmallAsync(contestant.Server, $"small{members}-", groups, members);
        var after = await Heap.InUseAsync(contestant.Server);
        bench.Report.Add(
            string.Create(CultureInfo.InvariantCulture, $"memory per active group of {members}, of {groups:N0}: {contestant.Name}"),
            (after - before) / groups,
            "bytes",
            wanted: wanted);
        bench.Report.Add("... by the growth of RSS", (contestant.Server.WorkingSet - resident) / (double)groups, "bytes");
    }

    private static Task FillSmallAsync(ServerProcess server, string prefix, int groups, int members) => Generator.SendAllAsync(
        server.Address,
        16,
        Enumerable.Range(0, groups).Select(group => Request.TencentJoin(
            $"{prefix}{group}",
            Enumerable.Range(group, members).Select(user => $"user{user}"),
            LargeGroups.Epoch + group)));
}
