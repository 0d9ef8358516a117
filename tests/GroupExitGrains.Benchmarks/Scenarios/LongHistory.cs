using System.Diagnostics;
using System.Text.Json;
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
        using var connection = new HttpConnection(again.Address);
        await connection.ConnectAsync(CancellationToken.None);
        await GetAsync(connection, "/api/v1/sources/tencent/groups/unknown", expected: 404);
        report.Add("group of 1,000,000 entries and 20,000 users active after a restart", await TimeAsync(connection, $"{Group}/members?limit=1"), "ms");

        await PagesAsync(report, connection, "by group", $"{Group}/audit?limit=50");
        await PagesAsync(report, connection, "by user", "/api/v1/sources/tencent/users/regular/audit?limit=50");
        report.Add("verify 1,000,000 entries", await TimeAsync(connection, $"{Group}/audit/verify"), "ms");
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

    private static async Task PagesAsync(Report report, HttpConnection connection, string name, string path)
    {
        var milliseconds = new List<double>();
        string? next = null;
        for (var page = 0; page < 1_000; page++)
        {
            var start = Stopwatch.GetTimestamp();
            var body = await GetAsync(connection, next is null ? path : $"{path}&cursor={Uri.EscapeDataString(next)}", 200);
            milliseconds.Add(Stopwatch.GetElapsedTime(start).TotalMilliseconds);
            next = body.RootElement.TryGetProperty("next", out var cursor) ? cursor.GetString() : null;
            if (next is null)
            {
                break;
            }
        }

        report.Add($"page of 50 {name}, median of {milliseconds.Count} pages", Report.Median(milliseconds), "ms", Report.Spread(milliseconds));
    }

    private static async Task<double> TimeAsync(HttpConnection connection, string path)
    {
        var start = Stopwatch.GetTimestamp();
        await GetAsync(connection, path, 200);
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    private static async Task<JsonDocument> GetAsync(HttpConnection connection, string path, int expected)
    {
        var (status, body) = await connection.SendAsync(Request.Get(path, ServerProcess.AdminKey), CancellationToken.None);
        return status == expected
            ? JsonDocument.Parse(body)
            : throw new InvalidOperationException($"{path} was answered {status}.");
    }
}
