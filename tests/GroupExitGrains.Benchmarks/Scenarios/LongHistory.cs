using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>A group with a million entries: pages from anywhere, and how soon it is active again.</summary>
internal static class LongHistory
{
    private const int Entries = 1_000_000;
    private const int Members = 20_000;
    private const int PerCallback = 1000;
    private const string Group = "/api/v1/sources/tencent/groups/long";

    public static async Task RunAsync(Report report, string folder)
    {
        var place = Path.Combine(folder, "history");
        await using (var server = await ServerProcess.StandaloneAsync(place))
        {
            await Generator.SendAllAsync(server.Address, 1, Churn());
        }

        // A new process: nothing of the group is in memory.
        await using var again = await ServerProcess.StandaloneAsync(place);
        using var client = new AdminClient(again.Address);
        await client.GetAsync("/api/v1/sources/tencent/groups/unknown");
        report.Add(
            "group of 1,000,000 entries and 20,000 users active after a restart",
            (await client.GetAsync($"{Group}/members?limit=1")).Milliseconds,
            "ms");

        await PagesAsync(report, client, "by group", $"{Group}/audit?limit=50");
        await PagesAsync(report, client, "by user", "/api/v1/sources/tencent/users/regular/audit?limit=50");
        report.Add("verify 1,000,000 entries", (await client.GetAsync($"{Group}/audit/verify")).Milliseconds, "ms");
    }

    /// <summary>Everybody joins and is removed again, in turns; one user is always among them.</summary>
    private static IEnumerable<byte[]> Churn()
    {
        for (var part = 0; part < Entries / PerCallback; part++)
        {
            var round = part / 2;
            var users = Enumerable.Range(0, PerCallback - 1)
                .Select(number => $"u{((round * (PerCallback - 1)) + number) % Members}")
                .Append("regular")
                .ToList();
            yield return part % 2 == 0
                ? Request.TencentJoin("long", users, LargeGroups.Epoch + part)
                : Request.TencentKick("long", users.Where((_, index) => index % 50 != 0 || index == PerCallback - 1), LargeGroups.Epoch + part);
        }
    }

    private static async Task PagesAsync(Report report, AdminClient client, string name, string path)
    {
        var milliseconds = new List<double>();
        string? next = null;
        do
        {
            var (body, took) = await client.GetAsync(next is null ? path : $"{path}&cursor={Uri.EscapeDataString(next)}");
            milliseconds.Add(took);
            next = body!.RootElement.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
        }
        while (next is not null && milliseconds.Count < 1_000);
        report.Add(
            $"page of 50 {name}, median of {milliseconds.Count} pages",
            Report.Median(milliseconds),
            "ms",
            Report.Spread(milliseconds));
    }
}
