using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Console;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>
/// Every route with every kind of key. The routes are those that the program has; a new one fails until a row here says who
/// may call it, and a row fails if the route's own policy says something else.
/// </summary>
public sealed class AuthorisationMatrixTests
{
    private const string Root = "/api/v1";
    private const string Group = $"{Root}/sources/{{source}}/groups/{{groupId}}";
    private const string Subscription = $"{Root}/subscriptions/{{subscriptionId}}";
    private const string User = $"{Root}/sources/{{source}}/users/{{userId}}";

    private static readonly Dictionary<string, Row> s_reads = new()
    {
        [$"{Root}/sources"] = Reader(ScopeRule.Content),
        [$"{Root}/groups"] = Reader(ScopeRule.Content),
        [Group] = Reader(ScopeRule.Path),
        [$"{Group}/members"] = Reader(ScopeRule.Path),
        [$"{Group}/members/{{userId}}"] = Reader(ScopeRule.Path),
        [$"{Group}/audit"] = Reader(ScopeRule.Path),
        [$"{Group}/audit/verify"] = Reader(ScopeRule.Path),
        [User] = Reader(ScopeRule.Path),
        [$"{User}/audit"] = Reader(ScopeRule.Path),
        [$"{Root}/audit"] = Reader(ScopeRule.Content),
        [$"{Root}/audit/stream"] = Reader(ScopeRule.Content),
        [$"{Root}/audit/export"] = Reader(ScopeRule.Content),
        [$"{Root}/stats"] = Reader(ScopeRule.Content),
        [$"{Root}/callbacks/{{callbackId}}"] = Reader(ScopeRule.Content) with { IsOfOneSource = true },
        [$"{Root}/rejections"] = Reader(ScopeRule.Content),
        [$"{Root}/rejections/{{rejectionId}}"] = Reader(ScopeRule.Content) with { IsOfOneSource = true },
        [$"{Root}/admin/keys"] = Admin,
        [$"{Root}/admin/keys/{{keyId}}"] = Admin,
        [$"{Root}/spool"] = Reader(ScopeRule.Unlimited),
        [$"{Root}/subscriptions"] = Admin,
        [Subscription] = Admin,
        [$"{Subscription}/deliveries"] = Admin,
        [$"{Subscription}/waiting"] = Admin,
        [$"{Subscription}/dead-letters"] = Admin,
        ["/metrics"] = Reader(ScopeRule.Unlimited),
        [$"{Root}/admin/actions"] = Admin,
        [$"{Root}/admin/actions/verify"] = Admin,
    };

    private static readonly Dictionary<string, Row> s_others = new()
    {
        [$"PUT {Group}/members"] = new Row(AdminRole.Operator, ScopeRule.Path),
        [$"POST {Root}/rejections/replay"] = new Row(AdminRole.Operator, ScopeRule.Content),
        [$"POST {Root}/rejections/{{rejectionId}}/replay"] = new Row(AdminRole.Operator, ScopeRule.Content) { IsOfOneSource = true },
        [$"POST {Root}/admin/keys"] = Admin,
        [$"DELETE {Root}/admin/keys/{{keyId}}"] = Admin,
        [$"POST {Root}/subscriptions"] = Admin,
        [$"PATCH {Subscription}"] = Admin,
        [$"DELETE {Subscription}"] = Admin,
        [$"POST {Subscription}/pause"] = Admin,
        [$"POST {Subscription}/resume"] = Admin,
        [$"POST {Subscription}/test"] = Admin,
        [$"POST {Subscription}/rotate-secret"] = Admin,
        [$"POST {Subscription}/redeliver"] = Admin,
        ["GET /schemas/audit-entry-1.json"] = Anyone,
        ["GET /schemas/event-1.json"] = Anyone,
        ["GET /health/live"] = Anyone,
        ["GET /health/ready"] = Anyone,
        ["GET /openapi/{documentName}.json"] = Anyone,
    };

    private static readonly Dictionary<string, Row> s_table = s_others
        .Concat(s_reads.SelectMany(read => new[] { "GET", "HEAD" }.Select(method => KeyValuePair.Create($"{method} {read.Key}", read.Value))))
        .ToDictionary();

    private static readonly string[] s_settings =
    [
        "--GroupExit:Admin:FailedAttemptsPerMinute=1000000",
        .. Key(0, "rita", "reader-key", "Reader"),
        .. Key(1, "otto", "operator-key", "Operator"),
        .. Key(2, "ada", "admin-key", "Admin"),
        .. Key(3, "eve", "expired-key", "Admin", "ExpiresAt=2020-01-01T00:00:00Z"),
        .. Key(4, "tom", "elsewhere-key", "Admin", "Sources:0=tencent"),
        .. Key(5, "lea", "limited-key", "Admin", "Sources:0=openim"),
    ];

    private static Row Anyone => new(null, null);

    private static Row Admin => new(AdminRole.Admin, ScopeRule.Unlimited);

    [Fact]
    public async Task EveryRoute_HasARow_AndThePolicyThatItSays()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory, s_settings);

        var routes = Routes(running);

        routes.Select(route => route.Name).ShouldBe(s_table.Keys, ignoreOrder: true);
        foreach (var (name, endpoint) in routes)
        {
            var policies = endpoint.Metadata.GetOrderedMetadata<IAuthorizeData>().Select(data => data.Policy).ToList();
            policies.ShouldBe(s_table[name].Role is { } role ? [role.Kebab()] : [], name);
            (endpoint.Metadata.GetMetadata<IAllowAnonymous>() is not null).ShouldBe(s_table[name].Role is null, name);
            endpoint.RuleOf().ShouldBe(s_table[name].Scope, name);
        }
    }

    [Fact]
    public async Task EveryRoute_AnswersEveryKeyAsItsRowSays()
    {
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory, s_settings);
        var callback = await SendAsync(running, """{"groupID":"G","userID":"u"}""");
        var rejection = await SendAsync(running, "{");
        var revoked = await RevokedAsync(running);

        foreach (var (name, row) in s_table)
        {
            var (method, pattern) = name.Split(' ') is [var left, var right] ? (left, right) : throw new InvalidOperationException(name);
            var path = pattern.Replace("{source}", "openim").Replace("{groupId}", "G").Replace("{userId}", "u")
                .Replace("{callbackId}", callback).Replace("{rejectionId}", rejection).Replace("{keyId}", new string('0', 32))
                .Replace("{subscriptionId}", new string('0', 32))
                .Replace("{documentName}", "v1");
            (string What, string? Key)[] callers =
            [
                ("no key", null), ("wrong key", "wrong"), ("expired key", "expired-key"), ("revoked key", revoked), ("reader", "reader-key"),
                ("operator", "operator-key"), ("admin", "admin-key"), ("admin of another source", "elsewhere-key"),
                ("admin of this source", "limited-key"),
            ];
            foreach (var (what, key) in callers)
            {
                var (status, problem) = await AskAsync(running, method, path, key);
                var expected = Expected(row, what);
                if (expected is null)
                {
                    status.ShouldNotBeOneOf(401, 403, 405, 429, 500, 503);
                }
                else
                {
                    $"{status} {(method == "HEAD" ? expected.Split(' ')[1] : problem)}".ShouldBe(expected, $"{name} with {what}");
                }
            }
        }
    }

    /// <summary>Status and problem; null where the caller comes through.</summary>
    private static string? Expected(Row row, string caller) => (row, caller) switch
    {
        ({ Role: null }, _) => null,
        (_, "no key") => "401 key-missing",
        (_, "wrong key" or "revoked key") => "401 key-unknown",
        (_, "expired key") => "401 key-expired",
        ({ Role: > AdminRole.Reader }, "reader") or ({ Role: > AdminRole.Operator }, "operator") => "403 role-insufficient",
        ({ Scope: ScopeRule.Unlimited }, "admin of this source" or "admin of another source") => "403 source-out-of-scope",
        ({ Scope: ScopeRule.Path } or { IsOfOneSource: true }, "admin of another source") => "403 source-out-of-scope",
        _ => null,
    };

    private static List<(string Name, RouteEndpoint Endpoint)> Routes(RunningApp running) =>
    [
        .. running.App.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()

            // Whoever comes there comes with a session: ConsoleMatrixTests.
            .Where(endpoint => endpoint.Metadata.GetMetadata<ConsoleAddress>() is null)
            .SelectMany(endpoint => endpoint.Metadata.GetRequiredMetadata<IHttpMethodMetadata>().HttpMethods
                .Select(method => ($"{method} /{endpoint.RoutePattern.RawText!.Trim('/')}", endpoint))),
    ];

    private static string[] Key(int number, string name, string key, string role, params string[] more) =>
    [
        .. new[] { $"Name={name}", $"Key={key}", $"Role={role}" }.Concat(more).Select(setting => $"--GroupExit:Admin:Keys:{number}:{setting}"),
    ];

    private static async Task<string> SendAsync(RunningApp running, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await running.Client.PostAsync(
            "/webhooks/openim/callbackAfterQuitGroupCommand", content, TestContext.Current.CancellationToken);
        return response.Headers.GetValues("Callback-Id").Single();
    }

    private static async Task<string> RevokedAsync(RunningApp running)
    {
        using var request = Request("POST", $"{Root}/admin/keys", "admin-key", """{"name":"former","role":"admin"}""");
        using var response = await running.Client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var made = JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        (await AskAsync(running, "GET", $"{Root}/groups", made.Text("key"))).Status.ShouldBe(200);
        (await AskAsync(running, "DELETE", $"{Root}/admin/keys/{made.Text("id")}", "admin-key")).Status.ShouldBe(204);
        return made.Text("key")!;
    }

    private static async Task<(int Status, string? Problem)> AskAsync(RunningApp running, string method, string path, string? key)
    {
        using var request = Request(method, path, key, method is "PUT" ? "[]" : method is "POST" ? """{"cause":"none"}""" : null);
        using var client = new HttpClient { BaseAddress = running.Client.BaseAddress };

        // A stream has no end.
        using var response = await client.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, TestContext.Current.CancellationToken);
        var problem = response.Content.Headers.ContentType?.MediaType == "application/problem+json"
            && await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken) is { Length: > 0 } text
            ? JsonElement.Parse(text).Text("type")!.Split(':')[^1]
            : null;
        return ((int)response.StatusCode, problem);
    }

    private static HttpRequestMessage Request(string method, string path, string? key, string? body)
    {
        var request = new HttpRequestMessage(new HttpMethod(method), path);
        request.Headers.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        request.Content = body is null ? null : new StringContent(body, Encoding.UTF8, "application/json");
        return request;
    }

    private static Row Reader(ScopeRule scope) => new(AdminRole.Reader, scope);

    /// <summary>Who may call a route.</summary>
    /// <param name="Role">The least role; null: anyone, without a key.</param>
    /// <param name="Scope">How a limited key is kept to its sources.</param>
    private sealed record Row(AdminRole? Role, ScopeRule? Scope)
    {
        /// <summary>It is about something of one source, though the path does not say of which.</summary>
        public bool IsOfOneSource { get; init; }
    }
}
