using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Feed;

/// <summary>The live feed of the real program.</summary>
public sealed class StreamTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Reader_GetsWhatItMissed_ThenWhatComes()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        await QuitAsync(running, "G1", 3);

        var seen = new List<long>();
        await foreach (var entry in new FeedReader(running.Client, "?after=1").ReadAsync())
        {
            seen.Add(entry.GetProperty("position").GetInt64());
            if (seen.Count == 2)
            {
                await QuitAsync(running, "G2", 2);
            }
            else if (seen.Count == 4)
            {
                entry.ToString().ShouldBe((await running.Client.AskAllAsync("/audit"))[0].ToString());
                break;
            }
        }

        seen.ShouldBe([2, 3, 4, 5]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Reader_WhoseKeyIsRevoked_GetsNothingMore()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        await QuitAsync(running, "G1", 1);
        using var body = new StringContent("""{"name":"screen","role":"reader"}""", Encoding.UTF8, "application/json");
        using var answer = await running.Client.PostAsync("/api/v1/admin/keys", body, Stop);
        var made = JsonElement.Parse(await answer.Content.ReadAsStringAsync(Stop));
        using var client = new HttpClient { BaseAddress = running.Client.BaseAddress };
        client.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", made.Text("key"));

        var seen = new List<long>();
        await foreach (var entry in new FeedReader(client, "?after=0").ReadAsync())
        {
            seen.Add(entry.GetProperty("position").GetInt64());
            using var revoked = await running.Client.DeleteAsync($"/api/v1/admin/keys/{made.Text("id")}", Stop);
            revoked.EnsureSuccessStatusCode();
            await QuitAsync(running, "G2", 1);
        }

        seen.ShouldBe([1]);
    }

    [Theory]
    [InlineData("?after=0&source=openim&group=G2", "4 5")]
    [InlineData("?after=0&source=openim&user=u1-1", "2")]
    [InlineData("?after=0&kind=kicked", "6")]
    [InlineData("?after=0&kind=quit,kicked&source=openim&group=G1", "1 2 3 6")]
    public async Task Filters_HoldForThePastAndForWhatComes(string query, string expected)
    {
        var positions = expected.Split(' ').Select(long.Parse).ToArray();
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        await TellAsync(running);
        (await new FeedReader(running.Client, query).NextAsync(positions.Length)).ShouldBe(positions);

        // The same again, while somebody follows: now from memory.
        var second = new FeedReader(running.Client, query);
        await foreach (var entry in new FeedReader(running.Client, "?after=5").ReadAsync())
        {
            entry.GetProperty("position").GetInt64().ShouldBe(6);
            await TellAsync(running);
            (await second.NextAsync(2 * positions.Length)).ShouldBe([.. positions, .. positions.Select(position => position + 6)]);
            break;
        }
    }

    [Fact]
    public async Task Reader_ThatReconnectsAtRandom_SeesEachExitOnceInOrder()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var senders = new QuitSenders(running.Client.BaseAddress!, prefix: "s");
        var seed = Random.Shared.Next();
        var random = new Random(seed);
        var reader = new FeedReader(running.Client, "?after=0");
        var positions = new List<long>();
        var exits = int.Parse(Environment.GetEnvironmentVariable("GROUPEXIT_FEED_EXITS") ?? "4000", System.Globalization.CultureInfo.InvariantCulture);

        var sending = senders.SendAsync(count: 16, exits);
        while (positions.Count < exits)
        {
            positions.AddRange(await reader.NextAsync(Math.Min(random.Next(1, exits / 20), exits - positions.Count)));
        }

        await sending;
        senders.OtherStatuses.ShouldBeEmpty();
        positions.ShouldBe(Enumerable.Range(1, exits).Select(position => (long)position), $"seed {seed}");
    }

    [Fact]
    public async Task ManyReaders_AllSeeAll()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var reading = Enumerable.Range(0, 100).Select(_ => new FeedReader(running.Client, "?after=0").NextAsync(50)).ToArray();
        await QuitAsync(running, "G1", 50);

        foreach (var positions in await Task.WhenAll(reading))
        {
            positions.ShouldBe(Enumerable.Range(1, 50).Select(position => (long)position));
        }
    }

    [Theory]
    [InlineData("x")]
    [InlineData("-1")]
    public async Task LastEventId_ThatIsNone_IsRefused(string id)
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/audit/stream");
        request.Headers.Add("Last-Event-ID", id);

        using var response = await running.Client.SendAsync(request, Stop);

        ((int)response.StatusCode).ShouldBe(400);
        (await response.Content.ReadAsStringAsync(Stop)).ShouldContain("Last-Event-ID");
    }

    [Fact]
    public async Task Followers_HaveANumberOfTheirOwn()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(
            directory, "--GroupExit:Limits:MaxFollowers=2", "--GroupExit:Limits:MaxConcurrentAdminRequests=1");
        using var first = await running.Client.GetAsync("/api/v1/audit/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var second = await running.Client.GetAsync("/api/v1/audit/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var third = await running.Client.GetAsync("/api/v1/audit/stream", HttpCompletionOption.ResponseHeadersRead, Stop);

        ((int)second.StatusCode).ShouldBe(200);
        ((int)third.StatusCode).ShouldBe(503);
        third.Headers.RetryAfter.ShouldNotBeNull();
        (await running.Client.AskAllAsync("/audit")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Stop_EndsTheStream()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var response = await running.Client.GetAsync("/api/v1/audit/stream", HttpCompletionOption.ResponseHeadersRead, Stop);
        using var reader = new StreamReader(await response.Content.ReadAsStreamAsync(Stop));
        (await reader.ReadLineAsync(Stop)).ShouldBe("retry: 1000");

        await running.App.StopAsync(Stop);

        (await reader.ReadToEndAsync(Stop)).ShouldBe("id: 0\n\n");
    }

    private static async Task TellAsync(RunningApp running)
    {
        await QuitAsync(running, "G1", 3);
        await QuitAsync(running, "G2", 2);
        await PostAsync(running, "callbackAfterKickGroupCommand", """{"groupID":"G1","kickedUserIDs":["u9"],"reason":"spam"}""");
    }

    private static async Task QuitAsync(RunningApp running, string group, int users)
    {
        for (var i = 0; i < users; i++)
        {
            // Somebody who is no member quits again and again: each is an entry.
            await PostAsync(running, "callbackAfterQuitGroupCommand", $$"""{"groupID":"{{group}}","userID":"u{{group[1..]}}-{{i}}"}""");
        }
    }

    private static async Task PostAsync(RunningApp running, string command, string fields)
    {
        using var content = new StringContent(
            fields.Replace("{", $$"""{"callbackCommand":"{{command}}",""", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        content.Headers.Add("operationID", Guid.NewGuid().ToString());
        using var response = await running.Client.PostAsync($"/webhooks/openim/{command}", content, Stop);
        ((int)response.StatusCode).ShouldBe(200);
    }
}
