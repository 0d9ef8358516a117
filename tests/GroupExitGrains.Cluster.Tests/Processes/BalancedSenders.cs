using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace GroupExitGrains.Cluster.Tests.Processes;

/// <summary>
/// Senders of quits over several processes: each request goes to the next of them, and to the one after it if that one
/// cannot be reached any more, as behind a load balancer.
/// </summary>
internal sealed class BalancedSenders(IReadOnlyList<Uri> processes, int groups) : IDisposable
{
    private readonly HttpClient _client = new();
    private readonly TaskCompletionSource _halfway = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _next;
    private int _answered;

    /// <summary>Ids of the callbacks that were answered with 200, each with its group and user.</summary>
    public ConcurrentDictionary<string, (string Group, string User)> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>How many were answered with 503.</summary>
    public int Unavailable { get; private set; }

    /// <summary>Statuses that nobody should see.</summary>
    public ConcurrentBag<HttpStatusCode> Others { get; } = [];

    /// <summary>Completes when half of the callbacks were answered.</summary>
    public Task Halfway => _halfway.Task;

    public async Task SendAsync(int senders, int callbacks)
    {
        var sent = -1;
        await Task.WhenAll(Enumerable.Range(0, senders).Select(_ => Task.Run(async () =>
        {
            for (var i = Interlocked.Increment(ref sent); i < callbacks; i = Interlocked.Increment(ref sent))
            {
                await SendAsync($"G{i % groups}", $"u{i}");
                if (Interlocked.Increment(ref _answered) == callbacks / 2)
                {
                    _halfway.SetResult();
                }
            }
        })));
    }

    public void Dispose() => _client.Dispose();

    private async Task SendAsync(string group, string user)
    {
        for (var attempt = 0; attempt < processes.Count; attempt++)
        {
            var process = processes[(int)((uint)Interlocked.Increment(ref _next) % (uint)processes.Count)];
            try
            {
                await SendAsync(process, group, user);
                return;
            }
            catch (HttpRequestException)
            {
                TestContext.Current.SendDiagnosticMessage("{0} is gone.", process);
            }
        }
    }

    private async Task SendAsync(Uri process, string group, string user)
    {
        var body = $$"""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"{{group}}","userID":"{{user}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(
            new Uri(process, "/webhooks/openim/callbackAfterQuitGroupCommand"), content, TestContext.Current.CancellationToken);
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                Acknowledged[response.Headers.GetValues("Callback-Id").Single()] = (group, user);
                break;
            case HttpStatusCode.ServiceUnavailable:
                Unavailable++;
                break;
            default:
                Others.Add(response.StatusCode);
                break;
        }
    }
}
