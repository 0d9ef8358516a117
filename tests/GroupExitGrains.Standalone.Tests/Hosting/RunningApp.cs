using System.Net.Http.Headers;

namespace GroupExitGrains.Standalone.Tests.Hosting;

/// <summary>The program inside the test's process, on a free port.</summary>
internal sealed class RunningApp : IAsyncDisposable
{
    /// <summary>A machine that is busy with other tests must not turn a slow answer into a wrong one.</summary>
    public static string[] Patience { get; } = ["--GroupExit:AnswerWithin=00:01:00", "--GroupExit:Spool:Deadline=00:00:30"];

    private readonly StandaloneApp _app;

    private RunningApp(StandaloneApp app)
    {
        _app = app;
        Client = new HttpClient { BaseAddress = new Uri(app.Addresses.Single()) };
        Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", app.Options.Admin.Keys[0].Key);
    }

    public HttpClient Client { get; }

    public StandaloneApp App => _app;

    public static async Task<RunningApp> StartAsync(WorkingDirectory directory, params string[] args)
    {
        var app = StandaloneApp.Build(["--urls=http://127.0.0.1:0", .. Patience, .. args], directory.Path);
        await app.StartAsync(TestContext.Current.CancellationToken);
        return new RunningApp(app);
    }

    public async Task<string> SendSampleAsync(string name)
    {
        using var request = SampleRequest.Read(name);
        using var response = await Client.SendAsync(request, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }
}
