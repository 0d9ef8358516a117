using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Cluster.Tests.Processes;

/// <summary><c>kill -9</c> of a silo that runs as a process of its own, under 64 senders.</summary>
public sealed class CrashTests(PostgresFixture postgres, ITestOutputHelper output)
{
    private const int Groups = 50;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact(Timeout = 120_000)]
    public async Task Kill_OfOneSiloOfThree_LosesAndDoublesNothing()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var first = await SiloProcess.StartAsync(schema.ConnectionString);
        await using var second = await SiloProcess.StartAsync(schema.ConnectionString);
        await using var third = await SiloProcess.StartAsync(schema.ConnectionString);
        using var senders = new BalancedSenders([first.Address, second.Address, third.Address], Groups);

        var sending = senders.SendAsync(senders: 64, callbacks: 4_000);
        await senders.Halfway;
        await second.KillAsync();
        await sending;

        output.WriteLine($"{senders.Acknowledged.Count} acknowledged, {senders.Unavailable} unavailable");
        senders.Others.ShouldBeEmpty();
        senders.Acknowledged.Count.ShouldBeGreaterThan(2_000);

        // What came in for the dead silo's groups, before the others were sure of its death, waits where it came in.
        await first.DrainedAsync();
        await third.DrainedAsync();
        await ShouldHaveEachOnceAsync(schema.ConnectionString, senders);
    }

    private static async Task ShouldHaveEachOnceAsync(string connectionString, BalancedSenders senders)
    {
        await using var storage = await PostgresJournal.OpenAsync(
            new() { ConnectionString = connectionString }, NullLoggerFactory.Instance, TimeProvider.System, Stop);
        var users = new HashSet<(string Group, string User)>();
        for (var i = 0; i < Groups; i++)
        {
            var group = new GroupKey("openim", $"G{i}");
            var sequence = 0L;
            await foreach (var stored in storage.Journal.ReadAsync(group, 0, withRequests: false, Stop))
            {
                stored.Entry.Sequence.ShouldBe(++sequence);
                users.Add((group.GroupId, stored.Entry.UserId!)).ShouldBeTrue("A quit is in the history twice.");
            }

            var ledger = new GroupLedger(group, storage.Journal, storage.Snapshots, new LedgerOptions(), NullLogger.Instance);
            var verification = (await ledger.VerifyAsync(Stop)).ShouldNotBeNull();
            (verification.Valid, verification.Entries).ShouldBe((true, sequence), verification.Reason);
        }

        // What a sender was told is there. It may have been told so of a repetition, by the second process that it asked.
        senders.Acknowledged.Values.Except(users).ShouldBeEmpty();
        foreach (var id in senders.Acknowledged.Keys)
        {
            CallbackId.TryParse(id, out var callback).ShouldBeTrue();
            (await storage.Journal.FindCallbackAsync(callback, Stop)).ShouldNotBeNull();
        }
    }
}
