using System.Text;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Spool;

/// <summary>The database's file is held by another process, in the middle of 16 senders.</summary>
public sealed class SqliteOutageTests
{
    private const int Senders = 16;
    private const string Quit = "/webhooks/openim/callbackAfterQuitGroupCommand";

    [Fact(Timeout = 120_000)]
    public async Task Locked_UnderLoad_NobodySeesAFailureAndEachIsThereOnceInOrder()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory, SpoolStory.ShortDeadline);
        using var senders = new QuitSenders(running.Client.BaseAddress!, "a");
        var sending = senders.SendUntilRefusedAsync(Senders);
        await senders.UntilAcknowledgedAsync(300);

        await using (await LockedFile.LockAsync(directory.In("data", "groupexit.db")))
        {
            await running.Client.UntilSpooledAsync(500);
            var (status, health) = await running.Client.ReadyAsync();
            status.ShouldBe(200);
            health.Text("journal").ShouldBe("storage is unavailable");
            health.GetProperty("spool").GetProperty("depth").GetInt64().ShouldBeGreaterThan(0);
        }

        // It ends although the senders go on.
        await running.Client.UntilDrainedAsync();
        senders.Stop();
        await sending;
        await running.Client.UntilDrainedAsync();
        await running.Client.ShouldHaveAllAsync(Senders, senders);
    }

    [Fact(Timeout = 120_000)]
    public async Task Killed_InTheMiddleOfIt_TheNextProcessHasWhatWasAccepted()
    {
        using var directory = new WorkingDirectory();
        var first = await StandaloneProcess.StartAsync(directory, SpoolStory.ShortDeadline);
        using var before = new QuitSenders(first.Address, "a");
        var sending = before.SendUntilRefusedAsync(Senders);
        await before.UntilAcknowledgedAsync(300);

        await using var other = await LockedFile.LockAsync(directory.In("data", "groupexit.db"));
        await first.Client.UntilSpooledAsync(500);
        await first.KillAsync();
        await sending;
        await first.DisposeAsync();

        // Its database is still held when it starts again.
        await using var second = await StandaloneProcess.StartAsync(directory, SpoolStory.ShortDeadline);
        using var after = new QuitSenders(second.Address, "b");
        sending = after.SendUntilRefusedAsync(Senders);
        await after.UntilAcknowledgedAsync(200);
        (await second.Client.ReadyAsync()).Status.ShouldBe(200);
        await other.DisposeAsync();
        await second.Client.UntilDrainedAsync();
        after.Stop();
        await sending;
        await second.Client.UntilDrainedAsync();

        await second.Client.ShouldHaveAllAsync(Senders, before, after);
        (await second.TerminateAsync()).ShouldBe(0);
    }

    [Fact(Timeout = 60_000)]
    public async Task Stopped_InTheMiddleOfIt_LeavesWhatWaitsToTheNextStart()
    {
        using var directory = new WorkingDirectory();
        var first = await RunningApp.StartAsync(directory, SpoolStory.ShortDeadline);
        string id;
        await using (await LockedFile.LockAsync(directory.In("data", "groupexit.db")))
        {
            id = await SendQuitAsync(first.Client, "G1", "ann", 200);

            var waiting = await first.Client.AskAsync($"/callbacks/{id}");
            waiting.Text("state").ShouldBe("pending");
            waiting.GetProperty("request").Text("body")!.ShouldContain("ann");
            waiting.GetProperty("entries").GetArrayLength().ShouldBe(0);
            var spool = await first.Client.SpoolAsync();
            spool.Text("journal").ShouldBe("away");
            spool.Text("depth").ShouldBe("1");
            spool.Text("groups").ShouldBe("1");
            spool.Text("oldestReceivedAt").ShouldBe(waiting.Text("receivedAt"));

            await first.DisposeAsync();
        }

        await using var second = await RunningApp.StartAsync(directory);
        await second.Client.UntilDrainedAsync();

        var recorded = await second.Client.AskAsync($"/callbacks/{id}");
        recorded.Text("state").ShouldBe("recorded");
        recorded.GetProperty("entries")[0].Text("userId").ShouldBe("ann");
        Directory.GetFiles(directory.In("data", "spool")).Select(Path.GetFileName).ShouldBe(["lock"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Full_IsRefusedAndNotReady_UntilThereIsRoom()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(
            directory, SpoolStory.ShortDeadline, "--GroupExit:Spool:SegmentBytes=4096", "--GroupExit:Spool:MaxBytes=8192");
        var accepted = 0;
        await using (await LockedFile.LockAsync(directory.In("data", "groupexit.db")))
        {
            while ((await running.Client.SpoolAsync()).Text("full") == "False")
            {
                await SendQuitAsync(running.Client, "G1", $"user{accepted++}", 200);
            }

            await SendQuitAsync(running.Client, "G1", "late", 503);
            var (status, health) = await running.Client.ReadyAsync();
            status.ShouldBe(503);
            health.Text("reason").ShouldBe("storage is unavailable, and the spool is full");
        }

        await running.Client.UntilDrainedAsync();
        (await running.Client.ReadyAsync()).Status.ShouldBe(200);
        await SendQuitAsync(running.Client, "G1", "again", 200);
        await running.Client.UntilDrainedAsync();
        (await running.Client.AskAllAsync("/audit")).Count.ShouldBe(accepted + 1);
    }

    [Fact(Timeout = 60_000)]
    public async Task Locked_ARefusedRequest_IsAnsweredAllTheSame()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        await using var other = await LockedFile.LockAsync(directory.In("data", "groupexit.db"));

        using var content = new StringContent("{", Encoding.UTF8, "application/json");
        using var response = await running.Client.PostAsync(Quit, content, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(400);
    }

    [Fact(Timeout = 60_000)]
    public async Task Start_AnotherProcessHasTheSpool_IsOneLineAndExitCode2()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var (exitCode, _, error) = await StandaloneProcess.RunAsync(directory, "--urls=http://127.0.0.1:0");

        error.ShouldBe($"GroupExit:Spool:Directory: The spool's folder {directory.In("data", "spool")} is in use by another process.{Environment.NewLine}");
        exitCode.ShouldBe(2);
    }

    private static async Task<string> SendQuitAsync(HttpClient client, string group, string user, int status)
    {
        var body = $$"""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"{{group}}","userID":"{{user}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(Quit, content, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(status);
        return response.Headers.GetValues("Callback-Id").Single();
    }
}
