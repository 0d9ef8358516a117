using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>Keys from the command line, beside a server that runs.</summary>
public sealed class KeysCommandTests
{
    [Fact]
    public async Task AddListRevoke_ServerRuns_SeesThemWithinItsBound()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory);

        var (exitCode, output, error) = await StandaloneProcess.RunAsync(
            directory, "keys", "add", "--name", "rita's", "--role=reader", "--source", "openim", "--expires", "90d");

        (exitCode, error).ShouldBe((0, ""));
        var (id, key) = (After(output, "id:"), After(output, "key:"));
        key.ShouldStartWith("gxk_");
        (await StatusAsync(running, key)).ShouldBe(200);
        var (_, list, _) = await StandaloneProcess.RunAsync(directory, "keys", "list");
        list.ShouldContain($"{id}  live     reader    openim  rita's  made ");
        list.ShouldNotContain(key);

        (await StandaloneProcess.RunAsync(directory, "keys", "revoke", id)).ExitCode.ShouldBe(0);
        var again = await StandaloneProcess.RunAsync(directory, "keys", "revoke", id);
        again.ExitCode.ShouldBe(1);
        again.Error.ShouldBe($"No key with the id {id} is live{Environment.NewLine}");

        // Two seconds at most; a server that never sees it makes the test time out.
        while (await StatusAsync(running, key) != 401)
        {
        }

        var actions = (await running.Client.AskAsync("/admin/actions")).GetProperty("items").EnumerateArray().ToList();
        actions.Select(action => action.Text("what")).ShouldBe(["key-revoked", "key-created"]);
        actions[0].GetProperty("actor").Text("name").ShouldBe(Environment.UserName);
        actions[0].GetProperty("actor").Text("door").ShouldBe("command-line");
        (await running.Client.AskAsync("/admin/actions/verify")).GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("keys add --name x", "keys add: --role must be one of reader, operator, admin")]
    [InlineData("keys add --role reader", "keys add: name must have 1 to 100 characters")]
    [InlineData("keys add --name x --role reader --source opennim", "keys add: no source 'opennim' is configured")]
    [InlineData("keys add --name x --role reader --expires soon", "--expires is 'soon'; must be as 90d, 12h, 30m or 2027-01-01T00:00:00Z")]
    [InlineData("keys add --name x --name y", "--name is given twice")]
    [InlineData("keys add --name", "--name has no value")]
    [InlineData("keys add --nam x", "--nam is not a setting")]
    [InlineData("keys revoke", "keys revoke needs the id of a key; keys list shows them")]
    [InlineData("keys list --name x", "keys list takes settings alone")]
    [InlineData("keys list --GroupExit:Storag:Provider=Sqlite", "GroupExit:Storag is not a setting; did you mean Storage?")]
    public async Task Run_WhatMakesNoSense_IsOneLine(string line, string fault)
    {
        using var directory = new WorkingDirectory();
        await using var output = new StringWriter();

        var thrown = await Should.ThrowAsync<ConfigurationFaultException>(
            () => KeysCommandLine.RunAsync(line.Split(' '), directory.Path, output, output));

        thrown.Message.ShouldBe(fault);
    }

    [Theory]
    [InlineData("keys")]
    [InlineData("keys lend")]
    public async Task Run_UnknownVerb_SaysWhatThereIs(string line)
    {
        using var directory = new WorkingDirectory();

        var (exitCode, _, error) = await StandaloneProcess.RunAsync(directory, line.Split(' '));

        exitCode.ShouldBe(2);
        error.ShouldStartWith("keys add --name");
    }

    private static string After(string output, string label) =>
        output.Split('\n').Single(line => line.StartsWith(label, StringComparison.Ordinal))[label.Length..].Trim();

    private static async Task<int> StatusAsync(StandaloneProcess running, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/groups");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await running.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }
}
