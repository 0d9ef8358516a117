using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GroupExitGrains.Benchmarks.Servers;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>Asks the admin API over one kept-open connection.</summary>
internal sealed class AdminClient : IDisposable
{
    private readonly HttpClient _client;

    public AdminClient(Uri server)
    {
        _client = new HttpClient { BaseAddress = server };
        _client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", ServerProcess.AdminKey);
    }

    /// <summary>The answer and how many milliseconds it took; null for 404.</summary>
    public async Task<(JsonDocument? Body, double Milliseconds)> GetAsync(string path)
    {
        var start = Stopwatch.GetTimestamp();
        using var answer = await _client.GetAsync(new Uri(path, UriKind.Relative));
        var body = await answer.Content.ReadAsByteArrayAsync();
        var milliseconds = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        if (answer.StatusCode == HttpStatusCode.NotFound)
        {
            return (null, milliseconds);
        }

        answer.EnsureSuccessStatusCode();
        return (JsonDocument.Parse(body), milliseconds);
    }

    /// <summary>An answer that is no JSON.</summary>
    public Task<string> GetTextAsync(string path) => _client.GetStringAsync(new Uri(path, UriKind.Relative));

    /// <summary>Makes a subscription, from where the journal ends unless told otherwise.</summary>
    public async Task SubscribeAsync(string name, Uri target, string filter = "{}", string start = "now")
    {
        using var body = new StringContent($$"""{"name":"{{name}}","url":"{{target}}","filter":{{filter}},"start":"{{start}}"}""", Encoding.UTF8, "application/json");
        using var answer = await _client.PostAsync(new Uri("/api/v1/subscriptions", UriKind.Relative), body);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>How many positions of the journal a subscription has before it.</summary>
    public async Task<long> BehindAsync(string name)
    {
        using var page = (await GetAsync("/api/v1/subscriptions")).Body!;
        return page.RootElement.GetProperty("items").EnumerateArray()
            .Single(one => one.GetProperty("name").GetString() == name).GetProperty("progress").GetProperty("behind").GetInt64();
    }

    public void Dispose() => _client.Dispose();
}
