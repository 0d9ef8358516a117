using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class SpoolStories
{
    [Fact]
    public async Task WhatWaits_IsShownWithItsAge()
    {
        await using var host = await ApiHost.StartAsync();
        host.Spool.Status = new SpoolStatus(
            IsEnabled: true, Depth: 12, Groups: 3, Bytes: 4096, host.Time.GetUtcNow() - TimeSpan.FromDays(20), IsJournalAway: true,
            IsFull: true, "No space left on device", DeadLetters: 1, Spooled: 20, Drained: 8)
        {
            OldestSpooledAt = host.Time.GetUtcNow() - TimeSpan.FromMilliseconds(1500),
        };

        var answer = await host.GetAsync("/api/v1/spool");

        answer.ShouldBeJson("""
            {"enabled":true,"journal":"away","depth":12,"groups":3,"bytes":4096,"oldestReceivedAt":"2026-11-02T13:00:00.123Z",
             "oldestAgeSeconds":1.5,"full":true,"lastFault":"No space left on device","deadLetters":1,"spooled":20,"drained":8}
            """);
    }

    [Fact]
    public async Task AProcessWithoutASpool_SaysSo()
    {
        await using var host = await ApiHost.StartAsync();

        (await host.GetAsync("/api/v1/spool")).ShouldBeJson("""
            {"enabled":false,"journal":"reached","depth":0,"groups":0,"bytes":0,"full":false,"deadLetters":0,"spooled":0,"drained":0}
            """);
    }

    [Fact]
    public async Task ACallbackThatWaits_IsPendingWithItsRequest()
    {
        await using var host = await ApiHost.StartAsync();
        var waiting = new Told(ChangeKind.Kicked, "G001", "a")
        {
            Request = new RawRequest("contenttype=json", [new("content-type", "application/json")], "{\"群\":1}"u8.ToArray()),
        }.At(host.Time.GetUtcNow());
        host.Spool.Waiting.Add(waiting);

        var answer = await host.GetAsync($"/api/v1/callbacks/{waiting.Id}");

        answer.ShouldBeJson($$$"""
            {"callbackId":"{{{waiting.Id}}}","state":"pending","source":"openim","groupId":"G001",
             "command":"callbackAfterKickGroupCommand","receivedAt":"2026-11-22T13:00:00.123Z",
             "request":{"query":"contenttype=json","headers":{"content-type":"application/json"},"body":"{\"群\":1}"},
             "requestDigest":"{{{EntryChain.Digest(RawRequestCodec.Encode(waiting.Request))}}}","entries":[]}
            """);
    }
}
