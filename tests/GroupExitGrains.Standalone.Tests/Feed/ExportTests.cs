using System.Text;
using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Feed;

/// <summary>A filtered history as one file.</summary>
public sealed class ExportTests
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Ndjson_IsWhatTheListsShow_OverSeveralPages()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        using var senders = new QuitSenders(running.Client.BaseAddress!, prefix: "x");
        await senders.SendAsync(count: 8, callbacks: 2_500);
        var listed = (await running.Client.AskAllAsync("/audit?order=asc")).Select(entry => entry.ToString()).ToList();

        var lines = (await GetAsync(running, "", "application/x-ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        lines.ShouldBe(listed);

        // A reader that was cut off goes on behind the last position it has.
        var rest = (await GetAsync(running, "?after=1234", "application/x-ndjson")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        rest.ShouldBe(listed.Skip(1234));
        var group = await GetAsync(running, "?source=openim&group=G3&after=100", "application/x-ndjson");
        group.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(
            listed.Skip(100).Where(line => JsonElement.Parse(line).Text("groupId") == "G3"));
    }

    [Fact]
    public async Task Csv_IsSafeToOpenInASpreadsheet()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        const string Body = """
            {"callbackCommand":"callbackAfterKickGroupCommand","groupID":"G,1","kickedUserIDs":["@SUM(A1)","u\"2\"","+3"],"reason":"=HYPERLINK(\"http://evil\")\nbye"}
            """;
        using var content = new StringContent(Body, Encoding.UTF8, "application/json");
        using var answer = await running.Client.PostAsync("/webhooks/openim/callbackAfterKickGroupCommand", content, Stop);
        ((int)answer.StatusCode).ShouldBe(200);

        var csv = await GetAsync(running, "?format=csv", "text/csv");

        csv.ShouldStartWith("\uFEFFposition,source,groupId,sequence,kind,userId,operatorId,operatorBasis,reason,");
        csv.ShouldContain("1,openim,\"G,1\",1,kicked,\"'@SUM(A1)\",,unknown,\"'=HYPERLINK(\"\"http://evil\"\")\nbye\",");
        csv.ShouldContain("2,openim,\"G,1\",2,kicked,\"u\"\"2\"\"\",");
        csv.ShouldContain("3,openim,\"G,1\",3,kicked,\"'+3\",");
        csv.ShouldEndWith("\r\n");
    }

    [Fact]
    public async Task Format_ThatIsNone_IsRefused()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        using var response = await running.Client.GetAsync("/api/v1/audit/export?format=xlsx", Stop);

        ((int)response.StatusCode).ShouldBe(400);
    }

    private static async Task<string> GetAsync(RunningApp running, string query, string type)
    {
        using var response = await running.Client.GetAsync($"/api/v1/audit/export{query}", Stop);
        ((int)response.StatusCode).ShouldBe(200);
        response.Content.Headers.ContentType!.MediaType.ShouldBe(type);
        return Encoding.UTF8.GetString(await response.Content.ReadAsByteArrayAsync(Stop));
    }
}
