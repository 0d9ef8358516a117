using System.Globalization;
using GroupExitGrains.Fuzz;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>
/// Mutated requests of both vendors against the program as it is run: always the same ones, and others each time.
/// <c>GROUPEXIT_FUZZ_SEED</c> and <c>GROUPEXIT_FUZZ_REQUESTS</c> set which and how many; for very many there is
/// <c>dotnet run -c Release --project tests/GroupExitGrains.Fuzz -- --requests 1000000</c>.
/// </summary>
public sealed class FuzzTests(ITestOutputHelper output)
{
    private const int FixedSeed = 20261122;

    [Fact]
    public Task MutatedRequests_OfAFixedSeed_AreAnsweredWellAndRecordedAsSent() => RunAsync(FixedSeed);

    [Fact]
    public Task MutatedRequests_OfAnySeed_AreAnsweredWellAndRecordedAsSent() =>
        RunAsync(Setting("GROUPEXIT_FUZZ_SEED") ?? Random.Shared.Next());

    private async Task RunAsync(int seed)
    {
        var requests = Setting("GROUPEXIT_FUZZ_REQUESTS") ?? 10_000;
        output.WriteLine($"seed {seed}, {requests} requests");
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory);
        using var run = new FuzzRun(running.Address, running.Client.DefaultRequestHeaders.Authorization!.Parameter!, seed);

        await run.SendAsync(0, requests, compareEvery: 1, TestContext.Current.CancellationToken);
        await run.CheckAfterwardsAsync(mostGroups: 1_000, TestContext.Current.CancellationToken);

        output.WriteLine(string.Join(", ", run.Statuses.OrderBy(s => s.Key, StringComparer.Ordinal).Select(s => $"{s.Key}: {s.Value}")));
        run.Faults.ShouldBeEmpty();
        run.Compared.ShouldBeGreaterThan(requests / 10);
        run.Verified.ShouldBeGreaterThan(0);
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
