using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Console.Tests;

/// <summary>Somebody who is signed in, without a browser.</summary>
internal sealed partial class Session : IDisposable
{
    private readonly HttpClient _client;

    private Session(RunningApp running) => _client = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false })
    {
        BaseAddress = running.Client.BaseAddress,
    };

    public static async Task<Session> BeginAsync(RunningApp running, string key)
    {
        var session = new Session(running);
        (await session.PostAsync("/sign-in", ("key", key))).ShouldBe(HttpStatusCode.Redirect);
        return session;
    }

    /// <summary>What signing in with a key is answered.</summary>
    public static async Task<HttpStatusCode> TryAsync(RunningApp running, string key)
    {
        using var session = new Session(running);
        return await session.PostAsync("/sign-in", ("key", key));
    }

    public async Task<HttpStatusCode> GetAsync(string path)
    {
        using var response = await _client.GetAsync(path, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public async Task<string> ReadAsync(string path) => await _client.GetStringAsync(path, TestContext.Current.CancellationToken);

    /// <summary>Sends a form as one of our pages does.</summary>
    public Task<HttpStatusCode> PostAsync(string path, params (string Name, string Value)[] fields) => PostFromAsync("/sign-in", path, fields);

    /// <summary>Sends a form as a certain page does.</summary>
    public async Task<HttpStatusCode> PostFromAsync(string page, string path, params (string Name, string Value)[] fields)
    {
        var token = Token().Match(await ReadAsync(page)).Groups["token"].Value;
        return await PostWithoutTokenAsync(path, [.. fields, ("__RequestVerificationToken", token)]);
    }

    public async Task<HttpStatusCode> PostWithoutTokenAsync(string path, params (string Name, string Value)[] fields)
    {
        using var form = new FormUrlEncodedContent(fields.Select(field => KeyValuePair.Create(field.Name, field.Value)));
        using var response = await _client.PostAsync(path, form, TestContext.Current.CancellationToken);
        return response.StatusCode;
    }

    public void Dispose() => _client.Dispose();

    [GeneratedRegex("name=\"__RequestVerificationToken\" value=\"(?<token>[^\"]+)\"", RegexOptions.None, matchTimeoutMilliseconds: 5000)]
    private static partial Regex Token();
}

internal static class Keys
{
    /// <summary>Makes a key over the API.</summary>
    public static async Task<(string Id, string Key)> MakeKeyAsync(this RunningApp running, string what)
    {
        using var content = new StringContent(what, Encoding.UTF8, "application/json");
        using var response = await running.Client.PostAsync("/api/v1/admin/keys", content, TestContext.Current.CancellationToken);
        var made = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        return (made.GetProperty("id").GetString()!, made.GetProperty("key").GetString()!);
    }
}
