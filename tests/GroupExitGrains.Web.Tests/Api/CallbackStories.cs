using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class CallbackStories
{
    [Fact]
    public async Task ACallback_HasItsRequestAndItsEntries()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "early"));
        var receipt = await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "a", "b")
        {
            OccurredAt = new DateTimeOffset(2026, 11, 22, 13, 0, 0, TimeSpan.Zero),
            Request = new RawRequest("contenttype=json", [new("content-type", "application/json"), new("operationid", "7")], "{\"群\":1}"u8.ToArray()),
        });

        var answer = await host.GetAsync($"/api/v1/callbacks/{receipt.CallbackId}");

        var facts = answer.Json.GetProperty("facts").GetString()!;
        CallbackFactsCodec.Decode(Convert.FromBase64String(facts)).CallbackId.ShouldBe(receipt.CallbackId);
        answer.ShouldBeJson($$$"""
            {"callbackId":"{{{receipt.CallbackId}}}","state":"recorded","source":"openim","groupId":"G001",
             "command":"callbackAfterKickGroupCommand","receivedAt":"2026-11-22T13:00:00.125Z","occurredAt":"2026-11-22T13:00:00.000Z",
             "request":{"query":"contenttype=json","headers":{"content-type":"application/json","operationid":"7"},"body":"{\"群\":1}"},
             "requestDigest":"{{{answer.Json.GetProperty("requestDigest")}}}","facts":"{{{facts}}}",
             "entries":{{{answer.Json.GetProperty("entries")}}}}
            """);
        answer.Json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("userId").GetString()).ShouldBe(["a", "b"]);
    }

    [Fact]
    public async Task WhatACallbackShows_IsEnoughToCheckTheChain()
    {
        await using var host = await ApiHost.StartAsync();
        var receipt = await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "群"));
        var callback = (await host.GetAsync($"/api/v1/callbacks/{receipt.CallbackId}")).Json;
        var facts = Convert.FromBase64String(callback.GetProperty("facts").GetString()!);
        var entry = callback.GetProperty("entries")[0];

        // As docs/audit-chain.md has it: previous, version, facts, sequence, kind, effect, role, was-member, since, user id.
        var user = Encoding.UTF8.GetBytes("群");
        byte[] chained =
        [
            .. Convert.FromHexString(entry.GetProperty("previousHash").GetString()!), 1, .. SHA256.HashData(facts),
            0, 0, 0, 0, 0, 0, 0, 1, 4, 1, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, (byte)user.Length, .. user,
        ];

        Convert.ToHexStringLower(SHA256.HashData(chained)).ShouldBe(entry.GetProperty("hash").GetString());
        Convert.ToHexStringLower(facts.AsSpan()[^32..]).ShouldBe(callback.GetProperty("requestDigest").GetString());
    }

    [Fact]
    public async Task ABodyThatIsNotText_ComesAsBase64()
    {
        await using var host = await ApiHost.StartAsync();
        var receipt = await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "a") { Request = new RawRequest("", [], new byte[] { 0xFF, 0 }) });

        (await host.GetAsync($"/api/v1/callbacks/{receipt.CallbackId}")).Json.GetProperty("request").ToString()
            .ShouldBe("""{"query":"","headers":{},"bodyBase64":"/wA="}""");
    }

    [Fact]
    public async Task ADuplicate_NamesWhatItRepeats()
    {
        await using var host = await ApiHost.StartAsync();
        var kick = new Told(ChangeKind.Kicked, "G001", "a") { OperationId = "7" };
        var first = await host.TellAsync(kick);
        var second = await host.TellAsync(kick);

        var answer = (await host.GetAsync($"/api/v1/callbacks/{second.CallbackId}")).Json;

        answer.GetProperty("state").GetString().ShouldBe("duplicate");
        answer.GetProperty("duplicateOf").GetString().ShouldBe($"{first.CallbackId}");
        answer.GetProperty("entries").GetArrayLength().ShouldBe(0);
        (await host.GetAsync("/api/v1/sources/openim/groups/G001")).Json.GetProperty("duplicates").GetInt32().ShouldBe(1);
    }

    [Fact]
    public async Task Entries_ArePagedWithinTheCallback()
    {
        await using var host = await ApiHost.StartAsync();
        var receipt = await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "a", "b", "c"));
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "d"));
        var path = $"/api/v1/callbacks/{receipt.CallbackId}?limit=2";

        var first = await host.GetAsync(path);
        var second = await host.GetAsync($"{path}&cursor={first.Next}");

        first.Json.GetProperty("entries").GetArrayLength().ShouldBe(2);
        second.Json.GetProperty("entries").EnumerateArray().Select(e => e.GetProperty("userId").GetString()).ShouldBe(["c"]);
        second.Next.ShouldBeNull();
    }
}
