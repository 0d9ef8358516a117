using System.Collections.Concurrent;
using System.Net;
using System.Text;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>Senders of quits, each user another, over a few groups, until the program is gone.</summary>
internal sealed class QuitSenders(Uri server, string prefix) : IDisposable
{
    public const int Groups = 16;

    private readonly HttpClient _client = new() { BaseAddress = server };
    private readonly SemaphoreSlim _acknowledged = new(0);
    private readonly ConcurrentQueue<string>[] _inOrder = [.. Enumerable.Range(0, Groups).Select(_ => new ConcurrentQueue<string>())];
    private volatile bool _enough;

    /// <summary>The callbacks that were answered with 200, and the user of each.</summary>
    public ConcurrentDictionary<string, string> Acknowledged { get; } = new(StringComparer.Ordinal);

    /// <summary>Whatever else was answered.</summary>
    public ConcurrentBag<HttpStatusCode> OtherStatuses { get; } = [];

    /// <summary>Sends with so many at a time; returns when none of them gets an answer any more.</summary>
    public Task SendUntilRefusedAsync(int count) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(sender => Task.Run(() => SendAsync(sender))));

    /// <summary>Sends so many callbacks in all, with so many at a time.</summary>
    public async Task SendAsync(int count, int callbacks) => await Parallel.ForEachAsync(
        Enumerable.Range(0, callbacks),
        new ParallelOptions { MaxDegreeOfParallelism = count, CancellationToken = TestContext.Current.CancellationToken },
        async (number, _) => await SendOneAsync(number % Groups, $"{prefix}-{number}"));

    /// <summary>Ends sending; what is under way is answered.</summary>
    public void Stop() => _enough = true;

    /// <summary>The users whose callbacks a sender had acknowledged, in the order in which it sent them, in one group.</summary>
    public IReadOnlyList<string> InOrder(int sender, int group) =>
        [.. _inOrder[group].Where(user => user.StartsWith($"{prefix}-{sender}-", StringComparison.Ordinal))];

    public async Task UntilAcknowledgedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _acknowledged.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Dispose()
    {
        _client.Dispose();
        _acknowledged.Dispose();
    }

    private async Task SendAsync(int sender)
    {
        for (var i = 0; !_enough; i++)
        {
            try
            {
                await SendOneAsync((sender + i) % Groups, $"{prefix}-{sender}-{i}");
            }
            catch (HttpRequestException)
            {
                return;
            }
        }
    }

    private async Task SendOneAsync(int group, string user)
    {
        var body = $$"""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G{{group}}","userID":"{{user}}"}""";
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await _client.PostAsync(
            "/webhooks/openim/callbackAfterQuitGroupCommand", content, TestContext.Current.CancellationToken);
        if (response.StatusCode == HttpStatusCode.OK)
        {
            _inOrder[group].Enqueue(user);
            Acknowledged[response.Headers.GetValues("Callback-Id").Single()] = user;
            _acknowledged.Release();
        }
        else
        {
            OtherStatuses.Add(response.StatusCode);
        }
    }
}
