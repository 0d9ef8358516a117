using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
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

    public void Dispose() => _client.Dispose();
}
