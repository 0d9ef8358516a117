using System.Net.Http.Headers;
using System.Text;
using GroupExitGrains.Silo;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>A process of a cluster inside the test's process, with a directory of its own.</summary>
internal sealed class Node : IAsyncDisposable
{
    private readonly SiloApp _app;
    private readonly DirectoryInfo _directory;
    private bool _stopped;

    private Node(SiloApp app, DirectoryInfo directory)
    {
        _app = app;
        _directory = directory;
    }

    public HttpClient Client { get; } = new();

    public IServiceProvider Services => _app.Services;

    public static async Task<Node> StartAsync(string[] args)
    {
        var directory = Directory.CreateTempSubdirectory("groupexit-node-");
        var node = new Node(SiloApp.Build(args, directory.FullName), directory);
        try
        {
            await node._app.StartAsync(TestContext.Current.CancellationToken);
            node.Client.BaseAddress = new Uri(node._app.Addresses.Single());
            node.Client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", NodeArguments.AdminKey);
            return node;
        }
        catch
        {
            await node.DisposeAsync();
            throw;
        }
    }

    /// <summary>Sends an OpenIM quit; gives the status.</summary>
    public async Task<int> SendQuitAsync(string groupId, string userId, string source = "openim")
    {
        var body = $$"""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"{{groupId}}","userID":"{{userId}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await Client.PostAsync(
            $"/webhooks/{source}/callbackAfterQuitGroupCommand", content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async Task<string> AskAsync(string address)
    {
        using var response = await Client.GetAsync(address, TestContext.Current.CancellationToken);
        return await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
    }

    public async Task<int> StatusAsync(string address)
    {
        using var response = await Client.GetAsync(address, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public async Task StopAsync()
    {
        _stopped = true;
        await _app.StopAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        if (!_stopped)
        {
            await _app.StopAsync(CancellationToken.None);
        }

        await _app.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
