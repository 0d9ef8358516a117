using System.Globalization;
using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;
using GroupExitGrains.Benchmarks.Stores;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>Questions to a seeded journal, one at a time, over groups and users all over it.</summary>
internal static class Queries
{
    private const string Source = "/api/v1/sources/openim";
    private const int Questions = 200;

    /// <param name="bench">Where to.</param>
    /// <param name="server">Started anew: none of its groups is active.</param>
    /// <param name="groups">How many groups were seeded.</param>
    /// <param name="name">How much that is.</param>
    /// <param name="members">The members of the group <c>large</c>; null if there is none.</param>
    public static async Task MeasureAsync(Bench bench, ServerProcess server, int groups, string name, int? members)
    {
        using var client = new AdminClient(server.Address);
        var users = Seed.Users(groups);

        // What is measured are the questions, not the first use of the code that answers them.
        await AskAsync(client, number => $"{Source}/users/u{number}/audit?limit=50");
        await AskAsync(client, number => $"{Source}/groups/g{number % groups}/audit?limit=50");
        await AskAsync(client, number => $"{Source}/groups/none{number}/members?limit=1");

        // Each group once: asked again it is active.
        var report = bench.Report;
        report.Add($"a cold group of 1,000 entries active, {name}", await AskAsync(client, number => $"{Source}/groups/g{Spread(number, groups)}/members?limit=1", Math.Min(Questions, groups)), "ms");
        report.Add($"a page of 50 of a group's history, {name}", await AskAsync(client, number => $"{Source}/groups/g{Spread(number, groups)}/audit?limit=50"), "ms", Wanted.AtMost(5));
        report.Add($"a page of 50 of a user's history, {name}", await AskAsync(client, number => $"{Source}/users/u{Spread(number, users)}/audit?limit=50"), "ms", Wanted.AtMost(5));
        report.Add($"verify a group of 1,000 entries, {name}", await AskAsync(client, number => $"{Source}/groups/g{Spread(number, groups)}/audit/verify"), "ms");
        if (members is not { } count)
        {
            return;
        }

        var what = string.Create(CultureInfo.InvariantCulture, $"{count:N0} members");
        report.Add($"a cold group of {what} active", (await client.GetAsync($"{Source}/groups/large/members?limit=1")).Milliseconds, "ms");
        report.Add($"a page of 1,000 of {what}", await AskAsync(client, number => $"{Source}/groups/large/members?limit=1000"), "ms");
        report.Add($"verify a group of {what}", (await client.GetAsync($"{Source}/groups/large/audit/verify")).Milliseconds, "ms");
    }

    // A prime number of steps, so that neither neighbours nor the same one come twice in a row.
    private static long Spread(int number, int count) => number * 7_919L % count;

    private static async Task<double[]> AskAsync(AdminClient client, Func<int, string> path, int questions = Questions)
    {
        var milliseconds = new double[questions];
        for (var i = 0; i < milliseconds.Length; i++)
        {
            var (body, took) = await client.GetAsync(path(i));
            body?.Dispose();
            milliseconds[i] = took;
        }

        return milliseconds;
    }
}
