using System.Text.Json;
using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using GroupExitGrains.Web.Api;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Subscriptions are made, looked at and changed by admins, and every change is written down.</summary>
public sealed class SubscriptionStories
{
    private const string Root = "/api/v1/subscriptions";
    private const string Request = """{"name":"billing","url":"https://billing.example/hook?token=t0k"}""";

    [Fact]
    public async Task ASubscription_ShowsItsSecretOnce()
    {
        await using var host = await ApiHost.StartAsync();

        var made = await host.PostAsync(
            Root,
            """{"name":"billing","url":"https://billing.example/hook","start":"beginning","mode":"binary","filter":{"sources":["openim"],"kinds":["quit","owner-changed"],"groupPrefix":"VIP","operator":"admin"}}""",
            ApiHost.AdminKey);

        made.Status.ShouldBe(201, made.Text);
        var (id, secret) = (made.Json.GetProperty("id").GetString()!, made.Json.GetProperty("secret").GetString()!);
        made.Headers.Location!.ToString().ShouldBe($"{Root}/{id}");
        Convert.FromBase64String(secret["whsec_".Length..]).Length.ShouldBe(32);
        var found = await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey);
        found.ShouldBeJson($$"""
            {"id":"{{id}}","name":"billing","url":"https://billing.example/hook",
             "filter":{"sources":["openim"],"kinds":["quit","owner-changed"],"groupPrefix":"VIP","operator":"admin"},
             "mode":"binary","state":"active","createdAt":"2026-11-22T13:00:00.123Z","createdBy":"ada",
             "progress":{"position":0,"behind":0,"delivered":0,"failed":0,"waitingGroups":0,"deadLetters":0},"warnings":[]}
            """);
        (await host.GetAsync(Root, ApiHost.AdminKey)).Text.ShouldNotContain(secret);
        (await host.GetAsync("/api/v1/admin/actions", ApiHost.AdminKey)).Text.ShouldNotContain(secret);
        host.Log.All.ShouldAllBe(line => !line.Contains(secret, StringComparison.Ordinal));
    }

    [Fact]
    public async Task EveryChange_IsWrittenDown_WithoutSecrets()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await MakeAsync(host);

        await host.SendAsync(HttpMethod.Patch, $"{Root}/{id}", ApiHost.AdminKey, """{"name":"other"}"""u8.ToArray(), "application/json");
        await host.PostAsync($"{Root}/{id}/pause", "", ApiHost.AdminKey);
        await host.PostAsync($"{Root}/{id}/resume", "", ApiHost.AdminKey);
        await host.PostAsync($"{Root}/{id}/rotate-secret", "{}", ApiHost.AdminKey);
        await host.PostAsync($"{Root}/{id}/redeliver", """{"failedSince":"2026-11-22T00:00:00Z"}""", ApiHost.AdminKey);
        await host.SendAsync(HttpMethod.Delete, $"{Root}/{id}", ApiHost.AdminKey);

        var actions = await host.GetAsync("/api/v1/admin/actions?limit=100", ApiHost.AdminKey);
        actions.Items.Where(action => action.GetProperty("outcome").GetString() == "done").Select(action => action.GetProperty("what").GetString())
            .Reverse().ShouldBe(
            [
                "subscription-created", "subscription-changed", "subscription-paused", "subscription-resumed",
                "subscription-secret-rotated", "subscription-redelivery", "subscription-removed",
            ]);
        actions.Each("target").Distinct().ShouldBe([$"/subscriptions/{id}"]);
        actions.Text.ShouldContain("https://billing.example/hook");
        actions.Text.ShouldNotContain("t0k");
        actions.Text.ShouldNotContain("whsec_");
        (await host.GetAsync("/api/v1/admin/actions/verify", ApiHost.AdminKey)).Json.GetProperty("valid").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData("{}", "name must have 1 to 100 characters")]
    [InlineData("""{"name":"x"}""", "url must have 1 to 2048 characters")]
    [InlineData("""{"name":"x","url":"http://billing.example/"}""", "https://")]
    [InlineData("""{"name":"x","url":"https://10.0.0.1/"}""", "not public")]
    [InlineData("""{"name":"x","url":"https://[::1]/"}""", "not public")]
    [InlineData("""{"name":"x","url":"https://b/","filter":{"sources":["nowhere"]}}""", "no source 'nowhere' is configured")]
    [InlineData("""{"name":"x","url":"https://b/","filter":{"kinds":["exploded"]}}""", "kinds")]
    [InlineData("""{"name":"x","url":"https://b/","filter":{"kind":[]}}""", "kind")]
    [InlineData("""{"name":"x","url":"https://b/","start":"yesterday"}""", "start is neither")]
    [InlineData("""{"name":"x","url":"https://b/","start":{"position":0}}""", "start is neither")]
    [InlineData("""{"name":"x","url":"https://b/","start":{"position":99}}""", "the journal ends at 0")]
    [InlineData("""{"name":"x","url":"https://b/","mode":"batched"}""", "mode")]
    public async Task WhatWouldNotWork_IsNamed(string body, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PostAsync(Root, body, ApiHost.AdminKey);

        (answer.Status, answer.Problem).ShouldBe((400, "invalid-body"));
        answer.Detail.ShouldContain(detail);
        (await host.GetAsync(Root, ApiHost.AdminKey)).Items.ShouldBeEmpty();
    }

    [Theory]
    [InlineData("", 2)]
    [InlineData(""","start":"now" """, 2)]
    [InlineData(""","start":"beginning" """, 0)]
    [InlineData(""","start":{"position":2}""", 1)]
    [InlineData(""","start":{"position":3}""", 2)]
    public async Task TheStart_IsWhereItBegins(string start, int position)
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Quit, "G", "u1"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G", "u2"));

        var made = await host.PostAsync(Root, $$"""{"name":"x","url":"https://b/"{{start}}}""", ApiHost.AdminKey);

        var progress = (await host.GetAsync($"{Root}/{made.Json.GetProperty("id").GetString()}", ApiHost.AdminKey)).Json.GetProperty("progress");
        (progress.GetProperty("position").GetInt32(), progress.GetProperty("behind").GetInt32()).ShouldBe((position, 2 - position));
    }

    [Fact]
    public async Task APatch_ChangesWhatItHas()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await MakeAsync(host);

        var answer = await PatchAsync(host, id, """{"url":"https://other.example/","filter":{"kinds":["kicked"]}}""");

        answer.Json.GetProperty("name").GetString().ShouldBe("billing");
        answer.Json.GetProperty("url").GetString().ShouldBe("https://other.example/");
        answer.Json.GetProperty("filter").ToString().ShouldBe("""{"sources":[],"kinds":["kicked"],"groupPrefix":"","operator":""}""");
        (await PatchAsync(host, id, """{"url":"https://192.168.0.1/"}""")).Detail.ShouldContain("not public");
        (await PatchAsync(host, id, """{"state":"paused"}""")).Problem.ShouldBe("invalid-body");
        (await PatchAsync(host, "unknown", """{"name":"x"}""")).Problem.ShouldBe("unknown-subscription");
    }

    [Fact]
    public async Task PausedAndResumed_ItSaysSo()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await MakeAsync(host);

        var paused = await host.PostAsync($"{Root}/{id}/pause", "", ApiHost.AdminKey);
        (paused.Json.GetProperty("state").GetString(), paused.Json.GetProperty("stateReason").GetString()).ShouldBe(("paused", "paused by ada"));
        var resumed = await host.PostAsync($"{Root}/{id}/resume", "", ApiHost.AdminKey);
        resumed.Json.GetProperty("state").GetString().ShouldBe("active");
        resumed.Json.TryGetProperty("stateReason", out _).ShouldBeFalse();
    }

    [Fact]
    public async Task ARotatedSecret_IsNew_AndTheOldOneSignsOnForAWhile()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await MakeAsync(host);

        var first = await host.PostAsync($"{Root}/{id}/rotate-secret", """{"keepOldHours":2}""", ApiHost.AdminKey);
        var second = await host.PostAsync($"{Root}/{id}/rotate-secret", "", ApiHost.AdminKey);

        first.Json.GetProperty("oldSecretsUntil").GetString().ShouldBe("2026-11-22T15:00:00.123Z");
        second.Json.GetProperty("oldSecretsUntil").GetString().ShouldBe("2026-11-23T13:00:00.123Z");
        second.Json.GetProperty("secret").GetString().ShouldNotBe(first.Json.GetProperty("secret").GetString());
        (await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey)).Json.GetProperty("oldSecretsUntil").GetString().ShouldBe("2026-11-23T13:00:00.123Z");
        (await host.PostAsync($"{Root}/{id}/rotate-secret", """{"keepOldHours":200}""", ApiHost.AdminKey)).Problem.ShouldBe("invalid-body");
    }

    [Fact]
    public async Task ATest_SaysWhatCameOfIt()
    {
        await using var host = await ApiHost.StartAsync();
        var made = await host.PostAsync(Root, """{"name":"x","url":"https://localhost:1/"}""", ApiHost.AdminKey);

        var answer = await host.PostAsync($"{Root}/{made.Json.GetProperty("id").GetString()}/test", "", ApiHost.AdminKey);

        answer.Status.ShouldBe(200, answer.Text);
        answer.Json.GetProperty("delivered").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("failure").GetString().ShouldNotBeNull().ShouldStartWith("address refused: localhost is");
    }

    [Fact]
    public async Task Redelivering_OneOfThree()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Quit, "G", "u1"));
        await host.TellAsync(new Told(ChangeKind.Quit, "G", "u2"));
        var id = await MakeAsync(host);

        (await RedeliverAsync(host, id, """{"position":2}""")).ShouldBeJson("""{"events":1}""");
        var letter = (await host.GetAsync($"{Root}/{id}/dead-letters", ApiHost.AdminKey)).Items.ShouldHaveSingleItem();
        (letter.GetProperty("position").GetInt64(), letter.GetProperty("attempts").GetInt32(), letter.GetProperty("groupId").GetString()).ShouldBe((2, 0, "G"));
        (await RedeliverAsync(host, id, """{"from":2}""")).ShouldBeJson("{}");
        (await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey)).Json.GetProperty("progress").GetProperty("position").GetInt64().ShouldBe(1);
        (await RedeliverAsync(host, id, """{"from":3}""")).Problem.ShouldBe("not-reached");
        (await RedeliverAsync(host, id, """{"failedSince":"2026-11-22T00:00:00Z"}""")).ShouldBeJson("""{"events":0}""");
        (await RedeliverAsync(host, id, """{"position":3}""")).Problem.ShouldBe("unknown-event");
        (await RedeliverAsync(host, id, """{"from":0}""")).Problem.ShouldBe("invalid-body");
        (await RedeliverAsync(host, id, """{"failedSince":"soon"}""")).Problem.ShouldBe("invalid-body");
        (await RedeliverAsync(host, id, """{"from":1,"position":1}""")).Problem.ShouldBe("invalid-body");
        (await RedeliverAsync(host, id, "{}")).Problem.ShouldBe("invalid-body");
        (await RedeliverAsync(host, "unknown", """{"from":1}""")).Problem.ShouldBe("unknown-subscription");
    }

    [Fact]
    public async Task WhatIsWrong_IsAWarning()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Quit, "G", "u1"));
        var made = await host.PostAsync(Root, """{"name":"x","url":"https://b/","start":"beginning"}""", ApiHost.AdminKey);
        var id = made.Json.GetProperty("id").GetString()!;
        var deliveries = host.Services.GetRequiredService<IDeliveries>();
        host.Time.Advance(TimeSpan.FromMinutes(4));
        Warnings(await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey)).ShouldBeEmpty();

        host.Time.Advance(TimeSpan.FromMinutes(2));
        Warnings(await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey)).ShouldBe(["behind"]);
        var now = host.Time.GetUtcNow();
        var group = new GroupKey("openim", "G");
        var hold = await deliveries.TakeAsync(id, "o", now, now.AddMinutes(1), TestContext.Current.CancellationToken);
        await deliveries.SaveAsync(
            id,
            "o",
            1,
            new DeliveryChanges
            {
                Cursor = 1,
                Until = now,
                Waiting = [new WaitingGroup(group, 1, 1, 2, now, now.AddHours(1), 503, "status 503")],
                Letters = [new DeadLetter(1, "id", group, 1, EntryKind.Quit, now, 10, null, 503, "status 503")],
                Attempts =
                [
                    new DeliveryAttempt(0, "id", 1, group, 1, EntryKind.Quit, 2, now, TimeSpan.FromMilliseconds(12), DeliveryOutcome.GivenUp, 503, "status 503", "later"),
                ],
                LastFailedAt = now,
                LastFailure = "status 503",
                DisabledFor = "the receiver answered 410: it is gone",
                Revision = hold!.Subscription.Revision,
            },
            TestContext.Current.CancellationToken);

        Warnings(await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey)).ShouldBe(["disabled", "groups-wait", "dead-letters"]);
        var waiting = (await host.GetAsync($"{Root}/{id}/waiting", ApiHost.AdminKey)).Items.ShouldHaveSingleItem();
        (waiting.GetProperty("groupId").GetString(), waiting.GetProperty("httpStatus").GetInt32()).ShouldBe(("G", 503));
        var attempt = (await host.GetAsync($"{Root}/{id}/deliveries?status=given-up&position=1", ApiHost.AdminKey)).Items.ShouldHaveSingleItem();
        (attempt.GetProperty("response").GetString(), attempt.GetProperty("latencyMs").GetInt32(), attempt.GetProperty("attempt").GetInt32()).ShouldBe(("later", 12, 2));
        (await host.GetAsync($"{Root}/{id}/deliveries?status=delivered", ApiHost.AdminKey)).Items.ShouldBeEmpty();
        (await host.GetAsync($"{Root}/unknown/deliveries", ApiHost.AdminKey)).Problem.ShouldBe("unknown-subscription");
    }

    [Fact]
    public async Task Removed_ItIsGone()
    {
        await using var host = await ApiHost.StartAsync();
        var id = await MakeAsync(host);

        (await host.SendAsync(HttpMethod.Delete, $"{Root}/{id}", ApiHost.AdminKey)).Status.ShouldBe(204);

        (await host.GetAsync($"{Root}/{id}", ApiHost.AdminKey)).Problem.ShouldBe("unknown-subscription");
        (await host.SendAsync(HttpMethod.Delete, $"{Root}/{id}", ApiHost.AdminKey)).Problem.ShouldBe("unknown-subscription");
    }

    [Fact]
    public async Task ManySubscriptions_ArePaged_AndNotTooMany()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 100; i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
            await MakeAsync(host);
        }

        (await host.PostAsync(Root, Request, ApiHost.AdminKey)).Problem.ShouldBe("too-many-subscriptions");
        var ids = new List<string?>();
        string? next = null;
        do
        {
            var page = await host.GetAsync($"{Root}?limit=30{(next is null ? "" : $"&cursor={next}")}", ApiHost.AdminKey);
            ids.AddRange(page.Each("id"));
            next = page.Next;
        }
        while (next is not null);

        ids.Count.ShouldBe(100);
        ids.ShouldBe(ids.Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Schemas_DescribeWhatIsSent()
    {
        await using var host = await ApiHost.StartAsync();
        var view = typeof(EntryView).GetProperties().Select(property => JsonNamingPolicy.CamelCase.ConvertName(property.Name));

        var schema = await host.GetAsync("/schemas/audit-entry-1.json", key: null);

        schema.MediaType.ShouldBe("application/schema+json");
        var properties = schema.Json.GetProperty("properties");
        properties.EnumerateObject().Select(property => property.Name).ShouldBe(view, ignoreOrder: true);
        properties.GetProperty("kind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString())
            .ShouldBe(Kebab<EntryKind>.Names, ignoreOrder: true);
        properties.GetProperty("effect").GetProperty("enum").EnumerateArray().Select(effect => effect.GetString())
            .ShouldBe(Kebab<EntryEffect>.Names, ignoreOrder: true);
        schema.Json.GetProperty("required").EnumerateArray().ShouldAllBe(name => view.Contains(name.GetString()));
        var types = (await host.GetAsync("/schemas/event-1.json", key: null)).Json.GetProperty("properties").GetProperty("type").GetProperty("enum")
            .EnumerateArray().Select(type => type.GetString()!).ToList();
        foreach (var kind in Enum.GetValues<EntryKind>())
        {
            types.ShouldContain(EventType.Of(new LedgerEntry(1, kind, kind == EntryKind.Created ? null : "u", default, false, default, null, default)));
        }

        types.ShouldContain(EventType.Test);
    }

    private static async Task<string> MakeAsync(ApiHost host)
    {
        var made = await host.PostAsync(Root, Request, ApiHost.AdminKey);
        made.Status.ShouldBe(201, made.Text);
        return made.Json.GetProperty("id").GetString()!;
    }

    private static Task<ApiAnswer> PatchAsync(ApiHost host, string id, string body) => host.SendAsync(
        HttpMethod.Patch, $"{Root}/{id}", ApiHost.AdminKey, System.Text.Encoding.UTF8.GetBytes(body), "application/json");

    private static Task<ApiAnswer> RedeliverAsync(ApiHost host, string id, string body) =>
        host.PostAsync($"{Root}/{id}/redeliver", body, ApiHost.AdminKey);

    private static List<string?> Warnings(ApiAnswer answer) =>
        [.. answer.Json.GetProperty("warnings").EnumerateArray().Select(warning => warning.GetProperty("code").GetString())];
}
