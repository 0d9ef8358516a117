using System.Collections.Concurrent;
using GroupExitGrains.Standalone.Tests.Hosting;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Standalone.Tests.Subscriptions.Page;

/// <summary>A request as a receiver has it, with what it is checked against.</summary>
/// <param name="Name">What is wrong with it.</param>
/// <param name="IsGenuine">Nothing is.</param>
/// <param name="Secrets">The receiver's secrets.</param>
/// <param name="Headers">The headers, names in lower case.</param>
/// <param name="Body">The body.</param>
/// <param name="Now">The receiver's time, in seconds since 1970.</param>
internal sealed record SignedRequest(
    string Name, bool IsGenuine, IReadOnlyList<string> Secrets, IReadOnlyDictionary<string, string> Headers, byte[] Body, long Now)
{
    /// <summary>Requests that the program sends: an event and tests, in both modes, before and while the secret is rotated.</summary>
    public static async Task<IReadOnlyList<SignedRequest>> CaptureAsync()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory, SubscriptionClient.Settings);
        var came = new BlockingCollection<(Dictionary<string, string> Headers, byte[] Body)>();
        await using var target = await ListenAsync(came);
        var api = running.Client;
        var made = await api.SendAsync("POST", "/subscriptions", $$"""{"name":"群","url":"{{target.Urls.Single()}}/","start":"beginning"}""");
        var (id, first) = (made.Text("id"), made.Text("secret")!);
        await api.QuitAsync("a/b 群", "用户");
        var requests = new List<SignedRequest> { Take("an event", first) };
        var second = (await api.SendAsync("POST", $"/subscriptions/{id}/rotate-secret")).Text("secret")!;
        await api.SendAsync("PATCH", $"/subscriptions/{id}", """{"mode":"binary"}""");
        await api.SendAsync("POST", $"/subscriptions/{id}/redeliver", """{"position":1}""");
        requests.Add(Take("an event in binary mode, signed with two, the old one known", first));
        await api.SendAsync("POST", $"/subscriptions/{id}/test");
        requests.Add(Take("a test, signed with two, the new one known", second));
        return [.. requests, requests[2] with { Name = "both are known", Secrets = [first, second] }];

        SignedRequest Take(string name, string secret)
        {
            var (headers, body) = came.Take(TestContext.Current.CancellationToken);
            return new SignedRequest(name, true, [secret], headers, body, long.Parse(headers["webhook-timestamp"], null));
        }
    }

    /// <summary>The same, as somebody else would send it, or at another time.</summary>
    public IEnumerable<SignedRequest> Forged()
    {
        foreach (var at in new[] { 0, Body.Length / 2, Body.Length - 1 })
        {
            yield return Bad($"byte {at} of the body altered") with { Body = [.. Body[..at], (byte)(Body[at] ^ 1), .. Body[(at + 1)..]] };
        }

        yield return Bad("a byte more") with { Body = [.. Body, (byte)'\n'] };
        yield return Bad("a byte less") with { Body = Body[..^1] };
        yield return Bad("no body") with { Body = [] };
        yield return this with { Name = $"{Name}: five minutes old", Now = Now + 300 };
        yield return this with { Name = $"{Name}: from five minutes ahead", Now = Now - 300 };
        yield return Bad("older") with { Now = Now + 301 };
        yield return Bad("from further ahead") with { Now = Now - 301 };
        yield return Bad("another time") with { Headers = With("webhook-timestamp", $"{Now + 1}") };
        foreach (var time in new[] { "", "0", $"-{Now}", $"+{Now}", $" {Now}", $"{Now}.0", $"{Now}e0", "now", new string('9', 5000), "١٢٣" })
        {
            yield return Bad($"time '{time[..Math.Min(time.Length, 20)]}'") with { Headers = With("webhook-timestamp", time) };
        }

        yield return Bad("another id") with { Headers = With("webhook-id", "other") };
        yield return Bad("another secret") with { Secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"] };
        yield return Bad("no secret") with { Secrets = [] };
        yield return this with { Name = $"{Name}: one of three secrets", Secrets = ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", .. Secrets] };
        var signatures = Headers["webhook-signature"];
        foreach (var wrong in new[]
        {
            "", " ", "v1,", "v1", "v1,群", string.Join(' ', signatures.Split(' ').Select(one => one[..^1])), signatures.Replace("v1,", "v2,", StringComparison.Ordinal),
            signatures.Replace("v1,", "", StringComparison.Ordinal), signatures.ToUpperInvariant(), signatures.Replace(' ', ',') + ",",
        })
        {
            yield return Bad($"signature '{wrong}'") with { Headers = With("webhook-signature", wrong), Secrets = [Secrets[0]] };
        }

        foreach (var name in Headers.Keys)
        {
            yield return Bad($"no {name}") with { Headers = Headers.Where(pair => pair.Key != name).ToDictionary() };
        }
    }

    private SignedRequest Bad(string name) => this with { Name = $"{Name}: {name}", IsGenuine = false };

    private Dictionary<string, string> With(string name, string value) => new(Headers) { [name] = value };

    private static async Task<WebApplication> ListenAsync(BlockingCollection<(Dictionary<string, string> Headers, byte[] Body)> came)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body, context.RequestAborted);
            came.Add((
                context.Request.Headers.Where(header => header.Key.StartsWith("webhook-", StringComparison.OrdinalIgnoreCase))
                    .ToDictionary(header => header.Key.ToLowerInvariant(), header => header.Value.ToString()),
                body.ToArray()));
        });
        await app.StartAsync(TestContext.Current.CancellationToken);
        return app;
    }
}
