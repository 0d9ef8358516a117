using System.Text;
using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>
/// What hostile or broken senders send: a clear error or the right entries, never a 500, and the next request is served.
/// </summary>
public sealed class BadInputTests
{
    private const string QuitCommand = "callbackAfterQuitGroupCommand";
    private const string KickCommand = "callbackAfterKickGroupCommand";
    private const string DismissCommand = "callbackAfterDisMissGroupCommand";

    public static TheoryData<string, byte[]> Refused => new()
    {
        { "invalid UTF-8 in an id", [.. "{\"groupID\":\"G\",\"userID\":\""u8, 0xC3, 0x28, .. "\"}"u8] },
        { "a lone surrogate in an id", Utf8("""{"groupID":"G","userID":"\ud800"}""") },
        { "an id of no byte", Utf8("""{"groupID":"","userID":"u"}""") },
        { "an id of 300 bytes", Utf8($$"""{"groupID":"{{new string('g', 300)}}","userID":"u"}""") },
        { "an id with a control character", Utf8("""{"groupID":"G\u0000","userID":"u"}""") },
        { "a million brackets", Utf8(new string('[', 1_000_000)) },
        { "objects 200,000 deep in an unused field", Utf8("""{"groupID":"G","userID":"u","x":""" + string.Concat(Enumerable.Repeat("{\"a\":", 200_000))) },
        { "a body that stops in the middle", Utf8("""{"groupID":"G","user""") },
        { "two values", Utf8("""{"groupID":"G","userID":"u"}{}""") },
        { "an array", Utf8("[]") },
        { "null", Utf8("null") },
        { "no byte", [] },
        { "one NUL", [0] },
        { "UTF-16", Encoding.Unicode.GetBytes("""{"groupID":"G","userID":"u"}""") },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task Quit_MakesNoSense_Is400KeptAndTheNextIsServed(string what, byte[] body)
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var (status, answer, id) = await PostAsync(running, QuitCommand, body);

        status.ShouldBe(400, what);
        answer.GetProperty("errMsg").GetString().ShouldNotBeNullOrEmpty();
        var rejection = await running.Client.AskAsync($"/rejections/{id}");
        rejection.Text("source").ShouldBe("openim");
        (await PostAsync(running, QuitCommand, """{"groupID":"G","userID":"u"}"""u8.ToArray())).Status.ShouldBe(200);
        (await running.Client.AskAllAsync("/audit")).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Quit_ByteOrderMarkBeforeTheBody_IsRecorded()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var (status, _, _) = await PostAsync(
            running, QuitCommand, [0xEF, 0xBB, 0xBF, .. """{"groupID":"G","userID":"u"}"""u8]);

        status.ShouldBe(200);
        (await UsersAsync(running, "/sources/openim/groups/G/audit")).ShouldBe(["u"]);
    }

    [Fact]
    public async Task Quit_KeyTwice_IsNotGuessedAt()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var (status, _, _) = await PostAsync(running, QuitCommand, """{"groupID":"G","userID":"a","userID":"b"}"""u8.ToArray());

        status.ShouldBe(400);
        (await running.Client.AskAllAsync("/audit")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Kick_SameUserTwice_IsOneEntry()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        await PostAsync(running, KickCommand, """{"groupID":"G","kickedUserIDs":["a","b","a"]}"""u8.ToArray());

        (await UsersAsync(running, "/sources/openim/groups/G/audit?order=asc")).ShouldBe(["a", "b"], ignoreOrder: true);
    }

    [Fact]
    public async Task Kick_OneIdEmpty_IsRefusedWhole()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var (status, _, _) = await PostAsync(running, KickCommand, """{"groupID":"G","kickedUserIDs":["a",""]}"""u8.ToArray());

        status.ShouldBe(400);
        (await running.Client.AskAllAsync("/audit")).ShouldBeEmpty();
    }

    [Fact]
    public async Task Dismiss_OfAHundredThousand_IsAnsweredAndAllInTheAudit()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);
        var users = Enumerable.Range(0, 100_000).Select(i => $"user{i}").ToList();
        var body = JsonSerializer.SerializeToUtf8Bytes(new { groupID = "G", ownerID = "user0", groupType = "\u0002", membersID = users });

        var (status, _, id) = await PostAsync(running, DismissCommand, body);
        status.ShouldBe(200);

        // A later callback of the group is recorded behind all of its entries.
        await PostAsync(running, QuitCommand, """{"groupID":"G","userID":"late"}"""u8.ToArray());
        var history = await running.Client.AskAllAsync("/sources/openim/groups/G/audit?order=asc");
        history.Count.ShouldBe(users.Count + 2);
        history[..^1].ShouldAllBe(entry => entry.Text("kind") == "dismissed" && entry.Text("callbackId") == id);
        history[..^1].Select(entry => entry.Text("userId")).OfType<string>().ShouldBe(users, ignoreOrder: true);
        history[^1].Text("userId").ShouldBe("late");
    }

    [Fact]
    public async Task Quit_IdsThatLookLikePaths_AreKeptAsTheyAre()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var (status, _, _) = await PostAsync(
            running, QuitCommand, JsonSerializer.SerializeToUtf8Bytes(new { groupID = "a/b c%2F群", userID = "../x" }));

        status.ShouldBe(200);
        (await UsersAsync(running, $"/sources/openim/groups/{Uri.EscapeDataString("a/b c%2F群")}/audit")).ShouldBe(["../x"]);
    }

    private static byte[] Utf8(string text) => Encoding.UTF8.GetBytes(text);

    private static async Task<List<string?>> UsersAsync(RunningApp running, string address) =>
        [.. (await running.Client.AskAllAsync(address)).Select(entry => entry.Text("userId"))];

    private static async Task<(int Status, JsonElement Answer, string Id)> PostAsync(RunningApp running, string command, byte[] body)
    {
        using var content = new ByteArrayContent(body);
        using var response = await running.Client.PostAsync(
            $"/webhooks/openim/{command}", content, TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonElement.Parse(text), response.Headers.GetValues("Callback-Id").Single());
    }
}
