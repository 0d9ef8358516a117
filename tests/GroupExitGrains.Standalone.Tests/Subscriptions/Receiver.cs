using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Standalone.Tests.Subscriptions;

/// <summary>A receiver of events on the loopback: checks every signature, keeps what it took, and answers as it is told.</summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly Func<HttpContext, Action, Task> _answer;
    private readonly SemaphoreSlim _took = new(0);
    private readonly Lock _gate = new();
    private readonly List<ReceivedEvent> _taken = [];
    private readonly HashSet<string> _ids = new(StringComparer.Ordinal);

    private Receiver(Func<HttpContext, Action, Task> answer)
    {
        _answer = answer;
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.Run(ReceiveAsync);
    }

    /// <summary>The secrets that signatures are checked with: one of them must fit.</summary>
    public ConcurrentBag<string> Secrets { get; } = [];

    /// <summary>Requests whose signature did not fit, or that were no event.</summary>
    public ConcurrentBag<string> Bad { get; } = [];

    public string Url => $"{_app.Urls.Single()}/hook";

    public int Requests { get; private set; }

    public IReadOnlyList<ReceivedEvent> Taken
    {
        get
        {
            lock (_gate)
            {
                return [.. _taken];
            }
        }
    }

    /// <param name="answer">Answers a request, and takes its event if it calls what it is given. If absent, every event is taken.</param>
    public static async Task<Receiver> StartAsync(Func<HttpContext, Action, Task>? answer = null)
    {
        var receiver = new Receiver(answer ?? ((_, take) =>
        {
            take();
            return Task.CompletedTask;
        }));
        await receiver._app.StartAsync(TestContext.Current.CancellationToken);
        return receiver;
    }

    /// <summary>Waits until so many different events were taken.</summary>
    public async Task UntilTookAsync(int count)
    {
        while (true)
        {
            lock (_gate)
            {
                if (_ids.Count >= count)
                {
                    return;
                }
            }

            await _took.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    /// <summary>Waits until so many events were taken, the same one counted each time.</summary>
    public async Task UntilTakenAsync(int count)
    {
        while (Taken.Count < count)
        {
            await _took.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _took.Dispose();
    }

    private async Task ReceiveAsync(HttpContext context)
    {
        using var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        var received = Read(context.Request.Headers, body.ToArray());
        if (received is null)
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            return;
        }

        lock (_gate)
        {
            Requests++;
        }

        await _answer(context, () => Take(received));
    }

    private void Take(ReceivedEvent received)
    {
        lock (_gate)
        {
            _taken.Add(received);
            _ids.Add(received.Id);
        }

        _took.Release();
    }

    private ReceivedEvent? Read(IHeaderDictionary headers, byte[] body)
    {
        var id = headers["webhook-id"].ToString();
        var signed = Encoding.UTF8.GetBytes($"{id}.{headers["webhook-timestamp"]}.");
        var signatures = headers["webhook-signature"].ToString().Split(' ');
        if (!Secrets.Any(secret => signatures.Contains(
            $"v1,{Convert.ToBase64String(HMACSHA256.HashData(Convert.FromBase64String(secret["whsec_".Length..]), signed.Concat(body).ToArray().AsSpan()))}")))
        {
            Bad.Add($"{id}: {headers["webhook-signature"]}");
            return null;
        }

        var isBinary = headers.ContainsKey("ce-id");
        var json = JsonElement.Parse(body);
        var data = isBinary ? json : json.GetProperty("data");
        if (id != (isBinary ? headers["ce-id"].ToString() : json.GetProperty("id").GetString()))
        {
            Bad.Add($"{id}: {Encoding.UTF8.GetString(body)}");
            return null;
        }

        return new ReceivedEvent(id, isBinary ? headers["ce-type"].ToString() : json.GetProperty("type").GetString()!, data);
    }
}

/// <summary>An event that a receiver took.</summary>
internal sealed record ReceivedEvent(string Id, string Type, JsonElement Data)
{
    public long Position => Data.GetProperty("position").GetInt64();

    public string Group => Data.GetProperty("groupId").GetString()!;

    public long Sequence => Data.GetProperty("sequence").GetInt64();

    public string User => Data.GetProperty("userId").GetString()!;
}
