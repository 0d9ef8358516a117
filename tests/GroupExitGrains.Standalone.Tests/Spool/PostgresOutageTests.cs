using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Standalone.Tests.Hosting;
using Npgsql;

namespace GroupExitGrains.Standalone.Tests.Spool;

/// <summary>The database's server crashes, or is not there yet, in the middle of 16 senders.</summary>
public sealed class PostgresOutageTests
{
    private const int Senders = 16;

    [Fact(Timeout = 120_000)]
    public async Task Crashed_UnderLoad_NobodySeesAFailureAndEachIsThereOnceInOrder()
    {
        using var directory = new WorkingDirectory();
        await using var server = await PostgresFixture.StartServerAsync();
        await using var running = await RunningApp.StartAsync(directory, On(server.ConnectionString));
        using var senders = new QuitSenders(running.Client.BaseAddress!, "a");
        var sending = senders.SendUntilRefusedAsync(Senders);
        await senders.UntilAcknowledgedAsync(300);

        await server.StopAsync(crash: true);
        await running.Client.UntilSpooledAsync(500);
        (await running.Client.ReadyAsync()).Status.ShouldBe(200);
        await server.StartAsync();

        await running.Client.UntilDrainedAsync();
        senders.Stop();
        await sending;
        await running.Client.UntilDrainedAsync();
        await running.Client.ShouldHaveAllAsync(Senders, senders);
    }

    [Fact(Timeout = 120_000)]
    public async Task Killed_InTheMiddleOfIt_StartsReadyWithoutItsDatabaseAndHasWhatWasAccepted()
    {
        using var directory = new WorkingDirectory();
        await using var server = await PostgresFixture.StartServerAsync();
        var first = await StandaloneProcess.StartAsync(directory, On(server.ConnectionString));
        using var before = new QuitSenders(first.Address, "a");
        var sending = before.SendUntilRefusedAsync(Senders);
        await before.UntilAcknowledgedAsync(300);
        await server.StopAsync(crash: true);
        await first.Client.UntilSpooledAsync(300);
        await first.KillAsync();
        await sending;
        await first.DisposeAsync();

        await using var second = await StandaloneProcess.StartAsync(directory, On(server.ConnectionString));
        (await second.Client.ReadyAsync()).Status.ShouldBe(200);
        using (var refused = await second.Client.GetAsync("/api/v1/groups", TestContext.Current.CancellationToken))
        {
            ((int)refused.StatusCode).ShouldBe(503);
        }

        using var after = new QuitSenders(second.Address, "b");
        sending = after.SendUntilRefusedAsync(Senders);
        await after.UntilAcknowledgedAsync(200);
        await server.StartAsync();
        await second.Client.UntilDrainedAsync();
        after.Stop();
        await sending;
        await second.Client.UntilDrainedAsync();

        await second.Client.ShouldHaveAllAsync(Senders, before, after);
        (await second.TerminateAsync()).ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_DatabaseUnknown_IsOneLineAndExitCode1()
    {
        using var directory = new WorkingDirectory();
        await using var server = await PostgresFixture.StartServerAsync();
        var elsewhere = new NpgsqlConnectionStringBuilder(server.ConnectionString) { Database = "nowhere" };

        var (exitCode, _, error) = await StandaloneProcess.RunAsync(
            directory, ["--urls=http://127.0.0.1:0", .. On(elsewhere.ConnectionString)]);

        error.ShouldContain("database \"nowhere\" does not exist");
        error.TrimEnd().ShouldNotContain("\n");
        exitCode.ShouldBe(1);
    }

    private static string[] On(string connectionString) =>
    [
        SpoolStory.ShortDeadline,
        "--GroupExit:Storage:Provider=Postgres",
        $"--GroupExit:Storage:ConnectionString={connectionString}",
    ];
}
