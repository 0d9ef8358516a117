using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>Told to stop, it finishes what it has begun, and the next start finds everything.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task Terminate_AfterCallbacks_ExitsWithZeroAndEverythingIsThereAgain()
    {
        using var directory = new WorkingDirectory();
        await using (var first = await StandaloneProcess.StartAsync(directory))
        {
            foreach (var sample in new[] { "openim-create", "openim-kick", "tencent-create", "tencent-quit" })
            {
                using var request = SampleRequest.Read(sample);
                using var response = await first.Client.SendAsync(request, TestContext.Current.CancellationToken);
                ((int)response.StatusCode).ShouldBe(200);
            }

            (await first.TerminateAsync()).ShouldBe(0);
        }

        // The last connection to leave has folded the write-ahead log into the file.
        Directory.GetFiles(directory.In("data")).Select(Path.GetFileName)
            .ShouldBe(["admin-key", "groupexit.db"], ignoreOrder: true);

        await using var second = await StandaloneProcess.StartAsync(directory);
        (await second.Client.AskAllAsync("/groups")).Select(group => group.Text("groupId"))
            .ShouldBe(["G001", "G002", "@TGS#2J4SZEAEL"]);
        (await second.Client.AskAllAsync("/sources/openim/groups/G002/members")).Count.ShouldBe(3);
        (await second.Client.AskAsync("/sources/openim/groups/G001/audit/verify")).Text("valid").ShouldBe("True");
        (await second.TerminateAsync()).ShouldBe(0);
    }

    [Fact]
    public async Task Terminate_UnderLoad_AnswersWhatItHasAccepted()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory);
        using var senders = new QuitSenders(running.Address, prefix: "t");

        var sending = senders.SendUntilRefusedAsync(count: 16);
        await senders.UntilAcknowledgedAsync(200);
        var exitCode = await running.TerminateAsync();
        await sending;

        exitCode.ShouldBe(0);
        senders.OtherStatuses.ShouldBeEmpty();
        await using var again = await StandaloneProcess.StartAsync(directory);
        var stored = await again.Client.AskAllAsync("/audit");
        stored.Select(entry => entry.Text("callbackId")).ShouldBe(senders.Acknowledged.Keys, ignoreOrder: true);
    }
}
