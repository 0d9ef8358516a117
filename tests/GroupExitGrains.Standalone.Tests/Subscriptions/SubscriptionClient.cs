using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Subscriptions;

/// <summary>Makes subscriptions over the API.</summary>
internal static class SubscriptionClient
{
    /// <summary>Settings with which a test's receiver is allowed, and hours of waiting are over soon.</summary>
    public static string[] Settings { get; } =
    [
        "--GroupExit:Subscriptions:AllowPrivateTargets=true",
        "--GroupExit:Subscriptions:Timeout=00:00:30",
        .. Enumerable.Range(0, 25).Select(i => $"--GroupExit:Subscriptions:RetryDelays:{i}=00:00:0{(i == 0 ? "0.05" : "0.2")}"),
    ];

    /// <summary>Makes a subscription to a receiver, from the beginning; gives its id.</summary>
    public static async Task<string> SubscribeAsync(this HttpClient client, Receiver receiver, string mode = "structured", string filter = "{}")
    {
        var made = await client.SendAsync(
            "POST",
            "/subscriptions",
            $$"""{"name":"test","url":"{{receiver.Url}}","start":"beginning","mode":"{{mode}}","filter":{{filter}}}""");
        receiver.Secrets.Add(made.GetProperty("secret").GetString()!);
        return made.GetProperty("id").GetString()!;
    }

    /// <summary>Waits until a subscription is so; it is asked for again and again.</summary>
    public static async Task<JsonElement> UntilAsync(this HttpClient client, string id, Func<JsonElement, bool> isSo)
    {
        while (true)
        {
            var subscription = await client.AskAsync($"/subscriptions/{id}");
            if (isSo(subscription))
            {
                return subscription;
            }
        }
    }

    /// <summary>Sends a callback of OpenIM.</summary>
    public static async Task TellAsync(this HttpClient client, string command, string body)
    {
        using var content = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.PostAsync($"/webhooks/openim/{command}", content, TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200);
    }

    public static Task QuitAsync(this HttpClient client, string group, string user) =>
        client.TellAsync("callbackAfterQuitGroupCommand", $$"""{"groupID":"{{group}}","userID":"{{user}}"}""");

    public static async Task<JsonElement> SendAsync(this HttpClient client, string method, string path, string? body = null)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), $"/api/v1{path}");
        request.Content = body is null ? null : new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        response.IsSuccessStatusCode.ShouldBeTrue($"{method} {path}: {(int)response.StatusCode} {text}");
        return text.Length == 0 ? default : JsonElement.Parse(text);
    }
}
