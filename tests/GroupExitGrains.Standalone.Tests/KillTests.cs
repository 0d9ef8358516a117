using System.Globalization;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>
/// <c>kill -9</c> under 64 senders at a random moment, several times over: what was answered with 200 is there, once.
/// <c>GROUPEXIT_KILL_ROUNDS</c> and <c>GROUPEXIT_KILL_SEED</c> set how often, and which moments.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int Senders = 64;

    [Fact]
    public async Task Kill_UnderLoad_LosesAndDoublesNothing()
    {
        var rounds = Setting("GROUPEXIT_KILL_ROUNDS") ?? 3;
        var seed = Setting("GROUPEXIT_KILL_SEED") ?? Random.Shared.Next();
        output.WriteLine($"seed {seed}, {rounds} rounds");
        var random = new Random(seed);
        using var directory = new WorkingDirectory();
        var acknowledged = new Dictionary<string, string>(StringComparer.Ordinal);

        for (var round = 0; round < rounds; round++)
        {
            await using var running = await StandaloneProcess.StartAsync(directory);
            using var senders = new QuitSenders(running.Address, $"r{round}");
            var sending = senders.SendUntilRefusedAsync(Senders);
            await senders.UntilAcknowledgedAsync(random.Next(1, 1500));
            await running.KillAsync();
            await sending;

            senders.OtherStatuses.ShouldBeEmpty();
            output.WriteLine($"round {round}: {senders.Acknowledged.Count} acknowledged");
            await using var restarted = await StandaloneProcess.StartAsync(directory);
            await ShouldKnowAsync(restarted.Client, senders.Acknowledged);
            foreach (var (id, user) in senders.Acknowledged)
            {
                acknowledged.Add(id, user);
            }

            await ShouldHaveEachOnceAsync(restarted.Client, acknowledged);
            await ShouldVerifyAsync(restarted.Client);
            await restarted.KillAsync();
        }
    }

    private static Task ShouldKnowAsync(HttpClient client, IEnumerable<KeyValuePair<string, string>> acknowledged) =>
        Parallel.ForEachAsync(acknowledged, TestContext.Current.CancellationToken, async (sent, _) =>
        {
            var callback = await client.AskAsync($"/callbacks/{sent.Key}");
            callback.Text("state").ShouldBe("recorded");
            callback.GetProperty("entries").EnumerateArray().Select(entry => entry.Text("userId")).ShouldBe([sent.Value]);
        });

    private static async Task ShouldHaveEachOnceAsync(HttpClient client, Dictionary<string, string> acknowledged)
    {
        var entries = await client.AskAllAsync("/audit?order=asc");

        // What was written but not answered any more may be there too: once.
        var users = entries.ToDictionary(entry => entry.Text("callbackId")!, entry => entry.Text("userId")!, StringComparer.Ordinal);
        users.Values.Distinct(StringComparer.Ordinal).Count().ShouldBe(entries.Count);
        acknowledged.Where(sent => !users.TryGetValue(sent.Key, out var user) || user != sent.Value).ShouldBeEmpty();
        entries.Select(entry => entry.GetProperty("position").GetInt64())
            .ShouldBe(Enumerable.Range(1, entries.Count).Select(n => (long)n));
    }

    private static async Task ShouldVerifyAsync(HttpClient client)
    {
        var groups = await client.AskAllAsync("/groups");
        groups.Count.ShouldBeInRange(1, QuitSenders.Groups);
        foreach (var group in groups)
        {
            var verification = await client.AskAsync($"/sources/openim/groups/{group.Text("groupId")}/audit/verify");
            verification.Text("valid").ShouldBe("True");
            verification.Text("entries").ShouldBe(group.Text("lastSequence"));
        }
    }

    private static int? Setting(string name) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : null;
}
