using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Keys that are made, used and revoked while the program runs.</summary>
public sealed class KeyStories
{
    private const string Keys = "/api/v1/admin/keys";

    [Fact]
    public async Task AKey_IsShownOnce_OpensWhatItsRoleAllows_AndIsKeptAsAHash()
    {
        await using var host = await ApiHost.StartAsync();

        var made = await host.PostAsync(Keys, """{"name":"rita's","role":"operator","expiresAt":"2027-01-01"}""", ApiHost.AdminKey);

        made.Status.ShouldBe(201);
        var (id, key) = Read(made);
        key.ShouldStartWith("gxk_");
        key.Length.ShouldBe(4 + 43);
        made.Headers.Location!.ToString().ShouldBe($"{Keys}/{id}");
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);
        (await host.PutAsync("/api/v1/sources/openim/groups/G/members", "[]", key: key)).Status.ShouldBe(200);
        (await host.GetAsync(Keys, key)).Problem.ShouldBe("role-insufficient");
        var listed = await host.GetAsync(Keys, ApiHost.AdminKey);
        listed.Each("name").ShouldBe(["ada", "lea", "otto", "rita", "rita's"]);
        listed.Each("origin").ShouldBe(["settings", "settings", "settings", "settings", "stored"]);
        listed.Text.ShouldNotContain(key);
        (await host.GetAsync($"{Keys}/{id}", ApiHost.AdminKey)).ShouldBeJson($$"""
            {"id":"{{id}}","name":"rita's","role":"operator","sources":[],"state":"live","origin":"stored",
             "createdAt":"2026-11-22T13:00:00.123Z","createdBy":"ada","expiresAt":"2027-01-01T00:00:00.000Z"}
            """);
        (await host.Administration.KeysAsync(TestContext.Current.CancellationToken)).Single().Digest.ToString()
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        host.Log.All.ShouldNotContain(line => line.Contains(key, StringComparison.Ordinal));
    }

    [Fact]
    public async Task RevokedHere_IsRefusedAtOnce_AndRevokingAgainChangesNothing()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, key) = Read(await host.PostAsync(Keys, """{"name":"x","role":"reader"}""", ApiHost.AdminKey));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);

        (await host.SendAsync(HttpMethod.Delete, $"{Keys}/{id}", ApiHost.AdminKey)).Status.ShouldBe(204);
        (await host.SendAsync(HttpMethod.Delete, $"{Keys}/{id}", ApiHost.AdminKey)).Status.ShouldBe(204);

        (await host.GetAsync("/api/v1/groups", key)).Problem.ShouldBe("key-unknown");
        (await host.GetAsync($"{Keys}/{id}", ApiHost.AdminKey)).Json.GetProperty("state").GetString().ShouldBe("revoked");
        (await host.SendAsync(HttpMethod.Delete, $"{Keys}/ada", ApiHost.AdminKey)).Problem.ShouldBe("unknown-key");
        (await host.GetAsync("/api/v1/admin/actions", ApiHost.AdminKey)).Each("what").ShouldBe(["key-revoked", "key-created"]);
    }

    [Fact]
    public async Task RevokedElsewhere_IsRefusedWithinTwoSeconds()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, key) = Read(await host.PostAsync(Keys, """{"name":"x","role":"reader"}""", ApiHost.AdminKey));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);
        var action = new AdminActionDraft
        {
            Id = CallbackId.New(host.Time.GetUtcNow()),
            At = host.Time.GetUtcNow(),
            Actor = new AdminActor("root", AdminDoor.CommandLine),
            What = AdminActions.KeyRevoked,
            Outcome = AdminActions.Done,
            Target = AdminActions.TargetOfKey(id),
        };
        (await host.Administration.RevokeKeyAsync(id, action, TestContext.Current.CancellationToken)).ShouldBeTrue();

        host.Time.Advance(TimeSpan.FromSeconds(2));

        (await host.GetAsync("/api/v1/groups", key)).Problem.ShouldBe("key-unknown");
    }

    [Fact]
    public async Task ManyRequests_ReadTheKeysOnceInTwoSeconds()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, key) = Read(await host.PostAsync(Keys, """{"name":"x","role":"reader"}""", ApiHost.AdminKey));
        var before = host.Administration.Readings;

        for (var i = 0; i < 20; i++)
        {
            await host.GetAsync("/api/v1/groups", key);
            await host.GetAsync("/api/v1/groups", "wrong");
        }

        (host.Administration.Readings - before).ShouldBe(1);
    }

    [Fact]
    public async Task DatabaseAway_SettingsKeysOpenAlways_OthersForAMinute()
    {
        await using var host = await ApiHost.StartAsync();
        var (_, key) = Read(await host.PostAsync(Keys, """{"name":"x","role":"reader"}""", ApiHost.AdminKey));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);
        host.Administration.Fault = new JournalUnavailableException("no disk");

        host.Time.Advance(TimeSpan.FromSeconds(59));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);
        (await host.GetAsync("/api/v1/groups", "wrong")).Status.ShouldBe(401);
        host.Time.Advance(TimeSpan.FromSeconds(1));
        (await host.GetAsync("/api/v1/groups", key)).Problem.ShouldBe("journal-unavailable");
        (await host.GetAsync("/api/v1/groups")).Status.ShouldBe(200);
        (await host.PostAsync(Keys, """{"name":"y","role":"reader"}""", ApiHost.AdminKey)).Status.ShouldBe(503);

        host.Administration.Fault = null;
        host.Time.Advance(TimeSpan.FromSeconds(2));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task RevokedHere_StaysRefusedWhileTheDatabaseIsAway()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, key) = Read(await host.PostAsync(Keys, """{"name":"x","role":"reader"}""", ApiHost.AdminKey));
        var (_, other) = Read(await host.PostAsync(Keys, """{"name":"y","role":"reader"}""", ApiHost.AdminKey));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);
        (await host.SendAsync(HttpMethod.Delete, $"{Keys}/{id}", ApiHost.AdminKey)).Status.ShouldBe(204);

        host.Administration.Fault = new JournalUnavailableException("no disk");

        (await host.GetAsync("/api/v1/groups", key)).Problem.ShouldBe("key-unknown");
        (await host.GetAsync("/api/v1/groups", other)).Status.ShouldBe(200);
    }

    [Fact]
    public async Task AnExpiredKey_IsToldSo()
    {
        await using var host = await ApiHost.StartAsync();
        var (id, key) = Read(await host.PostAsync(
            Keys, """{"name":"x","role":"reader","expiresAt":"2026-11-22T13:00:10Z"}""", ApiHost.AdminKey));
        host.Time.Advance(TimeSpan.FromSeconds(9));
        (await host.GetAsync("/api/v1/groups", key)).Status.ShouldBe(200);

        host.Time.Advance(TimeSpan.FromSeconds(1));

        (await host.GetAsync("/api/v1/groups", key)).Problem.ShouldBe("key-expired");
        (await host.GetAsync($"{Keys}/{id}", ApiHost.AdminKey)).Json.GetProperty("state").GetString().ShouldBe("expired");
    }

    [Theory]
    [InlineData("", "invalid-body", "JSON")]
    [InlineData("null", "invalid-body", "null")]
    [InlineData("[]", "invalid-body", "KeyRequest")]
    [InlineData("""{"role":"reader"}""", "invalid-body", "name must have 1 to 100 characters")]
    [InlineData("""{"name":"x"}""", "invalid-body", "role is missing; it is one of reader, operator, admin")]
    [InlineData("""{"name":"x","role":"god"}""", "invalid-body", "role")]
    [InlineData("""{"name":"x","role":"reader","rolle":"admin"}""", "invalid-body", "rolle")]
    [InlineData("""{"name":"x","role":"reader","role":"admin"}""", "invalid-body", "role")]
    [InlineData("""{"name":"x\n","role":"reader"}""", "invalid-body", "control character")]
    [InlineData("""{"name":"x","role":"reader","sources":["opennim"]}""", "invalid-body", "no source 'opennim' is configured")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"2020-01-01"}""", "invalid-body", "expired already")]
    [InlineData("""{"name":"x","role":"reader","expiresAt":"soon"}""", "invalid-body", "expiresAt is 'soon'")]
    public async Task WhatMakesNoSense_IsNamed(string body, string problem, string detail)
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PostAsync(Keys, body, ApiHost.AdminKey);

        answer.Status.ShouldBe(400);
        answer.Problem.ShouldBe(problem);
        answer.Detail.ShouldContain(detail);
        (await host.Administration.KeysAsync(TestContext.Current.CancellationToken)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ABodyThatIsTooLong_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.PostAsync(Keys, $$"""{"name":"{{new string('x', 100_000)}}"}""", ApiHost.AdminKey);

        answer.Problem.ShouldBe("content-too-large");
    }

    [Fact]
    public async Task ManyKeys_ArePaged()
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 5; i++)
        {
            host.Time.Advance(TimeSpan.FromMilliseconds(1));
            await host.PostAsync(Keys, $$"""{"name":"key {{i}}","role":"reader"}""", ApiHost.AdminKey);
        }

        var listed = new List<string?>();
        var answer = await host.GetAsync($"{Keys}?limit=2", ApiHost.AdminKey);
        while (true)
        {
            listed.AddRange(answer.Each("name"));
            if (answer.Next is not { } next)
            {
                break;
            }

            answer = await host.GetAsync($"{Keys}?limit=2&cursor={next}", ApiHost.AdminKey);
        }

        listed.ShouldBe(["ada", "lea", "otto", "rita", "key 0", "key 1", "key 2", "key 3", "key 4"]);
    }

    [Fact]
    public void AHashInTheSettings_OpensAsTheKeyDoes()
    {
        var hash = Convert.ToHexString(SHA256.HashData("a-key"u8));
        var keys = new AdminKeys([new AdminKey(new AdminKeyOptions { Name = "x", KeyHash = hash, Role = AdminRole.Reader })]);

        keys.Find("a-key")!.Name.ShouldBe("x");
        keys.Find(hash).ShouldBeNull();
    }

    private static (string Id, string Key) Read(ApiAnswer made)
    {
        made.Status.ShouldBe(201, made.Text);
        return (made.Json.GetProperty("id").GetString()!, made.Json.GetProperty("key").GetString()!);
    }
}
