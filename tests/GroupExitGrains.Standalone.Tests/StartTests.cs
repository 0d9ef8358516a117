using System.Net;
using System.Net.Sockets;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>What whoever starts the program sees.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData("--GroupExit:Sources:openim:Vender=OpenIM", "GroupExit:Sources:openim:Vender is not a setting; did you mean Vendor?")]
    [InlineData("--GroupExit:MaxBodyBytes=lots", "GroupExit:MaxBodyBytes is 'lots'; must be a whole number")]
    [InlineData("--GroupExit:Storage:Provider=Postgres", "GroupExit:Storage:ConnectionString is required for Postgres")]
    [InlineData("--GroupExit:Storage:ConnectionString=Data Source=x.db;Mode=Memory", "GroupExit:Storage:ConnectionString: A journal on SQLite takes a Data Source and nothing else. (Parameter 'connectionString')")]
    [InlineData("--GroupExit:Spool:Folder=x", "GroupExit:Spool:Folder is not a setting")]
    [InlineData("--GroupExit:Spool:MaxBytes=1", "GroupExit:Spool:MaxBytes must be from 1 to 1024 times Spool:SegmentBytes")]
    [InlineData("--GroupExit:AnswerWithin=00:00:00.7", "GroupExit:Spool:Deadline is 00:00:00.5000000; must be at least 00:00:00.2500000 less than AnswerWithin, which is 00:00:00.7000000")]
    [InlineData("--role=gateway", "--role is not a setting of this program: GroupExitGrains.Silo has roles")]
    [InlineData("--urls=nonsense", "urls: Invalid url: 'nonsense'")]
    public async Task Start_SettingWrong_IsOneLineAndExitCode2(string argument, string line)
    {
        using var directory = new WorkingDirectory();

        var (exitCode, output, error) = await StandaloneProcess.RunAsync(directory, argument);

        error.ShouldBe(line + Environment.NewLine);
        output.ShouldBeEmpty();
        exitCode.ShouldBe(2);
    }

    [Fact]
    public async Task Start_SettingsFileMalformed_IsOneLineAndExitCode2()
    {
        using var directory = new WorkingDirectory();
        await File.WriteAllTextAsync(directory.In("groupexit.json"), """{"GroupExit":""", TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await StandaloneProcess.RunAsync(directory);

        error.ShouldStartWith(directory.In("groupexit.json"));
        error.TrimEnd().ShouldNotContain("\n");
        output.ShouldBeEmpty();
        exitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("http://0.0.0.0:0")]
    [InlineData("http://[::]:0")]
    [InlineData("http://*:0")]
    public async Task Start_OpenSourceWhereOthersCanReachIt_IsRefused(string address)
    {
        using var directory = new WorkingDirectory();

        var (exitCode, _, error) = await StandaloneProcess.RunAsync(directory, $"--urls={address}");

        error.ShouldStartWith("GroupExit:Sources:openim is open to anyone who can reach ");
        error.TrimEnd().ShouldNotContain("\n");
        exitCode.ShouldBe(2);
    }

    [Theory]
    [InlineData("--GroupExit:AllowInsecure=true")]
    [InlineData("--GroupExit:Sources:im:Vendor=OpenIM", "--GroupExit:Sources:im:PathSecret=s3cret")]
    public async Task Start_WhereOthersCanReachIt_IsFineWithASecretOrIfAllowed(params string[] args)
    {
        using var directory = new WorkingDirectory();

        await using var running = await RunningApp.StartAsync(directory, [.. args, "--urls=http://0.0.0.0:0"]);

        running.App.Addresses.ShouldHaveSingleItem().ShouldStartWith("http://0.0.0.0:");
    }

    [Fact]
    public async Task Start_FrameworkToldToBelieveEveryProxy_BelievesTheConfiguredOnesAlone()
    {
        using var directory = new WorkingDirectory();
        Environment.SetEnvironmentVariable("ASPNETCORE_FORWARDEDHEADERS_ENABLED", "true");
        try
        {
            await using var running = await RunningApp.StartAsync(
                directory, "--GroupExit:Sources:im:Vendor=OpenIM", "--GroupExit:Sources:im:AllowedNetworks:0=10.0.0.0/8");
            using var request = new HttpRequestMessage(HttpMethod.Post, "/webhooks/im/callbackAfterQuitGroupCommand");
            request.Headers.Add("X-Forwarded-For", "10.0.0.7");
            request.Content = new StringContent("""{"groupID":"G","userID":"u"}""");

            using var response = await running.Client.SendAsync(request, TestContext.Current.CancellationToken);

            ((int)response.StatusCode).ShouldBe(401);
        }
        finally
        {
            Environment.SetEnvironmentVariable("ASPNETCORE_FORWARDEDHEADERS_ENABLED", null);
        }
    }

    [Fact]
    public async Task Start_PortInUse_IsOneLineAndExitCode1()
    {
        using var directory = new WorkingDirectory();
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();

        var (exitCode, _, error) = await StandaloneProcess.RunAsync(directory, $"--urls=http://{other.LocalEndpoint}");

        error.ShouldBe($"Failed to bind to address http://{other.LocalEndpoint}: address already in use.{Environment.NewLine}");
        exitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Start_JournalCannotBeOpened_IsOneLineAndExitCode1()
    {
        using var directory = new WorkingDirectory();
        await File.WriteAllTextAsync(directory.In("a-file"), "", TestContext.Current.CancellationToken);

        var (exitCode, _, error) = await StandaloneProcess.RunAsync(
            directory, "--urls=http://127.0.0.1:0", "--GroupExit:Storage:ConnectionString=Data Source=a-file/journal.db");

        error.ShouldContain("a-file");
        error.TrimEnd().ShouldNotContain("\n");
        exitCode.ShouldBe(1);
    }

    [Fact]
    public async Task Welcome_FirstStart_SaysWhatToPasteAndShowsTheKeyOnce()
    {
        using var directory = new WorkingDirectory();

        var (first, key) = await WelcomeAsync(directory);
        var (second, _) = await WelcomeAsync(directory);

        first.ShouldContain($"Admin key, shown this once and kept in {directory.In("data", "admin-key")}: {key}");
        first.ShouldContain("/webhooks/openim");
        first.ShouldContain("afterKickGroupMember:");
        first.ShouldContain("/webhooks/tencent");
        first.ShouldContain("Group.CallbackAfterMemberExit");
        second.ShouldNotContain(key);
    }

    [Fact]
    public async Task Welcome_PathSecretConfigured_DoesNotTellIt()
    {
        using var directory = new WorkingDirectory();

        var (text, _) = await WelcomeAsync(directory, "--GroupExit:Sources:im:Vendor=OpenIM", "--GroupExit:Sources:im:PathSecret=s3cret");

        text.ShouldContain("/webhooks/im/<PathSecret>");
        text.ShouldNotContain("s3cret");
        text.ShouldNotContain("Tencent");
    }

    private static async Task<(string Text, string Key)> WelcomeAsync(WorkingDirectory directory, params string[] args)
    {
        await using var running = await RunningApp.StartAsync(directory, args);
        await using var text = new StringWriter();
        Welcome.Print(running.App.Addresses, running.App.Options, running.App.AdminKey, text);
        return (text.ToString(), running.App.Options.Admin.Keys[0].Key!);
    }
}
