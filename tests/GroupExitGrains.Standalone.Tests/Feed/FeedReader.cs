using System.Net.ServerSentEvents;
using System.Text.Json;

namespace GroupExitGrains.Standalone.Tests.Feed;

/// <summary>Reads the live feed as a browser does: it remembers the last id and goes on behind it.</summary>
internal sealed class FeedReader(HttpClient client, string query)
{
    public string? LastEventId { get; set; }

    /// <summary>Entries as they come, until the connection ends or the caller has enough.</summary>
    public async IAsyncEnumerable<JsonElement> ReadAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/audit/stream{query}");
        if (LastEventId is not null)
        {
            request.Headers.Add("Last-Event-ID", LastEventId);
        }

        using var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        await using var stream = await response.Content.ReadAsStreamAsync(TestContext.Current.CancellationToken);
        var parser = SseParser.Create(stream);
        await foreach (var item in parser.EnumerateAsync(TestContext.Current.CancellationToken))
        {
            LastEventId = parser.LastEventId;
            var entry = JsonElement.Parse(item.Data);
            (item.EventId, item.EventType).ShouldBe((entry.GetProperty("position").ToString(), entry.GetProperty("kind").ToString()));
            yield return entry;
        }
    }

    /// <summary>The positions of the next entries.</summary>
    public async Task<List<long>> NextAsync(int count)
    {
        var positions = new List<long>();
        await foreach (var entry in ReadAsync())
        {
            positions.Add(entry.GetProperty("position").GetInt64());
            if (positions.Count == count)
            {
                break;
            }
        }

        return positions;
    }
}
