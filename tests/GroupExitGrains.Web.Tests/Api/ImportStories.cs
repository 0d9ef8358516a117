using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class ImportStories
{
    private const string Group = "/api/v1/sources/openim/groups/G001";
    private const string Members = $"{Group}/members";

    [Fact]
    public async Task AnImport_MakesMembershipComplete_AndShowsWhoIsGone()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "gone", "stays"));

        var answer = await host.PutAsync(Members, """
            [{"userId":"stays"},{"userId":"boss","role":"owner","since":"2025-01-02T03:04:05.678Z"},{"userId":"mod","role":"admin"}]
            """);

        answer.ShouldBeJson($$"""{"callbackId":"{{answer.Json.GetProperty("callbackId")}}","state":"recorded"}""");
        var group = (await host.GetAsync(Group)).Json;
        group.GetProperty("membershipComplete").GetBoolean().ShouldBeTrue();
        group.GetProperty("memberCount").GetInt32().ShouldBe(3);
        group.GetProperty("exits").GetProperty("left").GetInt32().ShouldBe(1);
        (await host.GetAsync(Members)).Each("userId").ShouldBe(["boss", "mod", "stays"]);
        (await host.GetAsync($"{Members}/boss")).ShouldBeJson(
            """{"userId":"boss","role":"owner","since":"2025-01-02T03:04:05.678Z"}""");

        var left = (await host.GetAsync($"{Group}/audit?kind=left")).Items.ShouldHaveSingleItem();
        left.GetProperty("userId").GetString().ShouldBe("gone");
        left.GetProperty("command").GetString().ShouldBe("import");
        left.GetProperty("operatorBasis").GetString().ShouldBe("unknown");
        left.TryGetProperty("occurredAt", out _).ShouldBeFalse();
        (await host.GetAsync($"{Group}/audit?kind=imported&user=boss")).Items[0].GetProperty("since").GetString()
            .ShouldBe("2025-01-02T03:04:05.678Z");
    }

    [Fact]
    public async Task CallbacksOfTheGroupWaitInTheSpool_TheImportIsToldToComeBackBehindThem()
    {
        await using var host = await ApiHost.StartAsync();
        host.Journal.AppendFault = new GroupWaitsException("Callbacks of the group wait in the spool.");

        var answer = await host.PutAsync(Members, "[]");

        answer.Status.ShouldBe(503);
        answer.Problem.ShouldBe("group-waits");
        answer.Headers.RetryAfter!.ToString().ShouldBe("1");
        answer.Detail.ShouldContain("/api/v1/spool");
        (await host.GetAsync("/api/v1/admin/actions", ApiHost.AdminKey)).Items[0].GetProperty("outcome").GetString().ShouldBe("refused");
        (await host.GetAsync(Group)).Problem.ShouldBe("unknown-group");
    }

    [Fact]
    public async Task AnImport_IsACallbackLikeAnyOther()
    {
        await using var host = await ApiHost.StartAsync();
        const string Body = "{\"userId\":\"a\"}\n{\"userId\":\"b\",\"role\":\"member\"}\n";

        var id = (await host.PutAsync($"{Members}?asOf=2026-11-22T12:00:00Z", Body, "application/x-ndjson"))
            .Json.GetProperty("callbackId").GetString();

        var callback = (await host.GetAsync($"/api/v1/callbacks/{id}")).Json;
        callback.GetProperty("command").GetString().ShouldBe("import");
        callback.GetProperty("occurredAt").GetString().ShouldBe("2026-11-22T12:00:00.000Z");
        callback.GetProperty("request").GetProperty("body").GetString().ShouldBe(Body);
        callback.GetProperty("request").GetProperty("query").GetString().ShouldBe("asOf=2026-11-22T12:00:00Z");
        callback.GetProperty("request").GetProperty("headers").GetProperty("content-type").GetString().ShouldBe("application/x-ndjson");
        callback.GetProperty("entries").GetArrayLength().ShouldBe(2);
    }

    [Fact]
    public async Task WhatIsNewerThanTheList_Stands()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "late"));

        (await host.PutAsync($"{Members}?asOf=2026-11-22T12:59:00.000Z", """[{"userId":"old"}]""")).Status.ShouldBe(200);

        (await host.GetAsync(Members)).Each("userId").ShouldBe(["late", "old"]);
    }

    [Fact]
    public async Task TheSameImportAgain_IsADuplicate()
    {
        await using var host = await ApiHost.StartAsync();
        const string Body = """[{"userId":"a"}]""";
        var first = (await host.PutAsync($"{Members}?asOf=2026-11-22T12:00:00Z", Body)).Json.GetProperty("callbackId").GetString();

        var second = await host.PutAsync($"{Members}?asOf=2026-11-22T12:00:00Z", Body);

        second.Status.ShouldBe(200);
        second.Json.GetProperty("state").GetString().ShouldBe("duplicate");
        second.Json.GetProperty("duplicateOf").GetString().ShouldBe(first);
    }

    [Fact]
    public async Task AUserListedTwice_CountsOnceWithTheHighestRole()
    {
        await using var host = await ApiHost.StartAsync();

        await host.PutAsync(Members, """[{"userId":"a","role":"admin"},{"userId":"a","role":"owner"},{"userId":"a"},{"userId":"a","role":"member"}]""");

        (await host.GetAsync(Members)).Each("role").ShouldBe(["owner"]);
    }

    [Fact]
    public async Task AnEmptyList_IsAnImportOfNobody()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a"));

        (await host.PutAsync(Members, "[]")).Status.ShouldBe(200);

        (await host.GetAsync(Members)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task AVeryLongList_IsDurableBeforeItsEntriesAreThere()
    {
        await using var host = await ApiHost.StartAsync();
        var gate = new TaskCompletionSource();
        host.Journal.Parts = gate.Task;

        var answer = await host.PutAsync(Members, $"[{string.Join(',', Enumerable.Range(0, 6000).Select(i => $$"""{"userId":"u{{i}}"}"""))}]");

        answer.Status.ShouldBe(202);
        answer.Json.GetProperty("state").GetString().ShouldBe("pending");
        var callback = answer.Headers.Location!.ToString();
        callback.ShouldBe($"/api/v1/callbacks/{answer.Json.GetProperty("callbackId")}");
        (await host.GetAsync(callback)).Json.GetProperty("state").GetString().ShouldBe("pending");

        gate.SetResult();

        // The group's next callback waits for all of it.
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "u0"));
        var recorded = await host.GetAsync(callback);
        recorded.Json.GetProperty("state").GetString().ShouldBe("recorded");
        recorded.Json.GetProperty("entries").GetArrayLength().ShouldBe(1000);
        var sequences = new List<long>();
        for (var next = recorded; ; next = await host.GetAsync($"{callback}?cursor={next.Next}"))
        {
            sequences.AddRange(next.Json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("sequence").GetInt64()));
            if (next.Next is null)
            {
                break;
            }
        }

        sequences.ShouldBe(Enumerable.Range(1, 6000).Select(i => (long)i));
    }

    [Theory]
    [InlineData("[", "Item 0: ")]
    [InlineData("[{\"userId\":\"a\"}", "Item 1: ")]
    [InlineData("[{\"userId\":\"a\"}] x", "Item 1: ")]
    [InlineData("[{\"userId\":\"a\"},]", "Item 1: ")]
    [InlineData("[\"a\"]", "Item 0: is not an object with a userId.")]
    [InlineData("[null]", "Item 0: is not an object with a userId.")]
    [InlineData("[{\"userId\":\"a\"},{}]", "Item 1: has no userId.")]
    [InlineData("[{\"userId\":null}]", "Item 0: has no userId.")]
    [InlineData("[{\"userId\":7}]", "Item 0: userId is not a string.")]
    [InlineData("[{\"userId\":[[]]}]", "Item 0: userId is not a string.")]
    [InlineData("[{\"userId\":\"\"}]", "Item 0: userId is empty.")]
    [InlineData("[{\"userId\":\"a\\u0007\"}]", "Item 0: userId has the control character U+0007.")]
    [InlineData("[{\"userId\":\"\\ud800\"}]", "Item 0: a string is not valid UTF-8 or has an unpaired surrogate.")]
    [InlineData("[{\"userId\":\"a\",\"userId\":\"b\"}]", "Item 0: userId is given twice.")]
    [InlineData("[{\"userId\":\"a\",\"user_id\":\"b\"}]", "Item 0: 'user_id' is not a field; there are userId, role and since.")]
    [InlineData("[{\"userId\":\"a\",\"role\":\"king\"}]", "Item 0: role is 'king', not one of unknown, member, admin, owner.")]
    [InlineData("[{\"userId\":\"a\",\"role\":3}]", "Item 0: role is not a string.")]
    [InlineData("[{\"userId\":\"a\",\"since\":\"soon\"}]", "Item 0: since is 'soon', not a time as 2026-11-22T13:00:00.000Z.")]
    [InlineData("{\"userId\":\"a\"}\n\n{\"userId\":\"\"}", "Line 3: userId is empty.")]
    [InlineData("{\"userId\":\"a\"} {\"userId\":\"b\"}", "Line 1: ")]
    [InlineData("{\"userId\":\"a\"}\nnonsense", "Line 2: ")]
    [InlineData("{\n\"userId\":\"a\"}", "Line 1: ")]
    [InlineData("\"a\"", "Line 1: is not an object with a userId.")]
    [InlineData("", "The body is empty. A list without members is [].")]
    [InlineData(" \r\n ", "The body is empty. A list without members is [].")]
    public async Task WhatCannotBeRead_IsNamedByItsPlace_AndRecordsNothing(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PutAsync(Members, body);

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldBe("invalid-import");
        answer.Detail.ShouldStartWith(detail);
        (await host.GetAsync(Group)).Status.ShouldBe(404);
    }

    [Fact]
    public async Task InvalidUtf8_IsNamedByItsPlace()
    {
        await using var host = await ApiHost.StartAsync();
        byte[] body = [.. "[{\"userId\":\"a\"},{\"userId\":\""u8, 0xFF, .. "\"}]"u8];

        var answer = await host.SendAsync(HttpMethod.Put, Members, ApiHost.OperatorKey, body, "application/json");

        answer.Problem.ShouldBe("invalid-import");
        answer.Detail.ShouldStartWith("Item 1: ");
    }

    [Fact]
    public async Task ABodyThatIsVeryDeep_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PutAsync(Members, new string('[', 1_000_000))).Problem.ShouldBe("invalid-import");
    }

    [Theory]
    [InlineData("\uFEFF[{\"userId\":\"a\"}]", "application/json")]
    [InlineData("\uFEFF{\"userId\":\"a\"}\r\n", "application/x-ndjson")]
    [InlineData("{\"userId\":\"a\"}", "application/jsonl; charset=UTF-8")]
    [InlineData("{\"since\":null,\"role\":null,\"userId\":\"a\"}", "application/json")]
    [InlineData("[{\"userId\":\"a\"}]", null)]
    public async Task WhatCanBeRead_IsRead(string body, string? type)
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PutAsync(Members, body, type)).Status.ShouldBe(200);

        (await host.GetAsync(Members)).Each("userId").ShouldBe(["a"]);
    }

    [Theory]
    [InlineData("text/plain")]
    [InlineData("application/xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    public async Task AnotherType_Is415(string type)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PutAsync(Members, "[]", type);

        answer.Status.ShouldBe(415);
        answer.Problem.ShouldBe("unsupported-media-type");
    }

    [Theory]
    [InlineData("2026-11-22T13:00:00.124Z", "as-of-in-future")]
    [InlineData("2100-01-01", "as-of-in-future")]
    [InlineData("now", "invalid-parameter")]
    public async Task AsOf_ThatCannotBe_IsRefused(string asOf, string problem)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PutAsync($"{Members}?asOf={asOf}", "[]");

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldBe(problem);
    }

    [Fact]
    public async Task AnUnknownSource_GetsNoGroups()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.PutAsync("/api/v1/sources/nope/groups/G001/members", """[{"userId":"a"}]""")).Problem.ShouldBe("unknown-source");

        (await host.GetAsync("/api/v1/groups")).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task TooMuch_Is413()
    {
        await using var host = await ApiHost.StartAsync(maxImportBytes: 2000, maxImportMembers: 3);
        static string Of(int count) => $"[{string.Join(',', Enumerable.Range(0, count).Select(i => $$"""{"userId":"u{{i}}"}"""))}]";

        (await host.PutAsync(Members, Of(3))).Status.ShouldBe(200);
        (await host.PutAsync(Members, Of(4))).Problem.ShouldBe("too-many-members");
        (await host.PutAsync(Members, Of(3).PadRight(2000))).Status.ShouldBe(200);
        var answer = await host.PutAsync(Members, Of(3).PadRight(2001));
        answer.Status.ShouldBe(413);
        answer.Problem.ShouldBe("content-too-large");
    }

    [Fact]
    public async Task TooMuchWithoutALength_Is413()
    {
        await using var host = await ApiHost.StartAsync(maxImportBytes: 2000);

        var answer = await host.SendRawAsync(
            $"PUT {Members} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer {ApiHost.OperatorKey}\r\n"
            + $"Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n{4000:x}\r\n{new string(' ', 4000)}\r\n0\r\n\r\n");

        answer.ShouldStartWith("HTTP/1.1 413");
        answer.ShouldContain("urn:groupexit:problem:content-too-large");
    }

    [Fact]
    public async Task AGroupWithASlash_IsImported()
    {
        await using var host = await ApiHost.StartAsync();

        await host.PutAsync("/api/v1/sources/openim/groups/a%2Fb/members", """[{"userId":"群/1"}]""");

        (await host.GetAsync("/api/v1/groups")).Each("groupId").ShouldBe(["a/b"]);
        Encoding.UTF8.GetByteCount((await host.GetAsync("/api/v1/sources/openim/groups/a%2Fb/members")).Each("userId")[0]!).ShouldBe(5);
    }
}
