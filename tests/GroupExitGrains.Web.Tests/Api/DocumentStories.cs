using System.Text.Json;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class DocumentStories
{
    [Fact]
    public async Task TheDocument_NeedsNoKey_AndListsEveryRoute()
    {
        await using var host = await ApiHost.StartAsync();

        var answer = await host.GetAsync("/openapi/v1.json", key: null);

        answer.Status.ShouldBe(200);
        var listed = Operations(answer.Json).Select(operation => (operation.Method, operation.Path)).ToList();
        listed.ShouldBe(host.Routes.Where(route => route.Method != "HEAD"), ignoreOrder: true);
    }

    [Fact]
    public async Task EveryOperation_HasExamplesOfItsAnswersAndFailures()
    {
        await using var host = await ApiHost.StartAsync();
        var document = (await host.GetAsync("/openapi/v1.json", key: null)).Json;

        foreach (var (method, path, operation) in Operations(document))
        {
            operation.GetProperty("summary").GetString().ShouldNotBeNullOrEmpty();
            operation.GetProperty("security")[0].TryGetProperty("key", out _).ShouldBeTrue();
            var responses = operation.GetProperty("responses");
            var successes = responses.EnumerateObject().Where(response => response.Name.StartsWith('2')).ToList();
            successes.ShouldNotBeEmpty();
            foreach (var success in successes.Where(response => response.Name != "204"))
            {
                var ok = success.Value.GetProperty("content").EnumerateObject().ShouldHaveSingleItem().Value;
                ok.TryGetProperty("schema", out _).ShouldBeTrue($"{method} {path}");
                ok.GetProperty("example").ValueKind.ShouldBe(JsonValueKind.Object, $"{method} {path}");
            }

            if (operation.TryGetProperty("requestBody", out var body))
            {
                foreach (var content in body.GetProperty("content").EnumerateObject())
                {
                    content.Value.TryGetProperty("schema", out _).ShouldBeTrue($"{method} {path}");
                    content.Value.GetProperty("example").ToString().ShouldNotBeNullOrEmpty();
                }
            }

            foreach (var status in new[] { "400", "401", "403", "429", "503" })
            {
                responses.GetProperty(status).GetProperty("content").GetProperty("application/problem+json")
                    .GetProperty("examples").EnumerateObject().ShouldNotBeEmpty();
            }

            var parameters = operation.TryGetProperty("parameters", out var list) ? list.EnumerateArray().ToList() : [];
            parameters.Count(p => p.TryGetProperty("description", out _) && p.TryGetProperty("example", out _)).ShouldBe(parameters.Count);
            parameters.Count(p => p.GetProperty("in").GetString() == "path").ShouldBe(path.Count(c => c == '{'));
        }
    }

    [Fact]
    public async Task TheHistory_IsDescribedWithItsFilters()
    {
        await using var host = await ApiHost.StartAsync();
        var document = (await host.GetAsync("/openapi/v1.json", key: null)).Json;

        var parameters = document.GetProperty("paths").GetProperty("/api/v1/audit").GetProperty("get").GetProperty("parameters")
            .EnumerateArray().ToDictionary(p => p.GetProperty("name").GetString()!);

        parameters.Keys.ShouldBe(
            ["source", "group", "user", "after", "wait", "kind", "operator", "effect", "from", "to", "order", "limit", "cursor"]);
        parameters["from"].GetProperty("description").GetString()!.ShouldContain("`receivedAt` is this time or later");
        parameters["to"].GetProperty("description").GetString()!.ShouldContain("before this time");
        parameters["limit"].GetProperty("schema").GetProperty("maximum").GetInt32().ShouldBe(1000);
        parameters["kind"].GetProperty("schema").GetProperty("items").GetProperty("enum").EnumerateArray()
            .Select(kind => kind.GetString()).ShouldContain("owner-changed");
    }

    [Fact]
    public async Task TheSchemas_AreNamedForWhatTheyAre()
    {
        await using var host = await ApiHost.StartAsync();
        var document = (await host.GetAsync("/openapi/v1.json", key: null)).Json;

        var schemas = document.GetProperty("components").GetProperty("schemas");
        schemas.TryGetProperty("PageOfEntry", out _).ShouldBeTrue();
        schemas.EnumerateObject().ShouldAllBe(schema => !schema.Name.Contains("View", StringComparison.Ordinal));
        var entry = schemas.GetProperty("Entry").GetProperty("properties");
        entry.GetProperty("receivedAt").GetProperty("format").GetString().ShouldBe("date-time");
        schemas.GetProperty("EntryKind").GetProperty("enum").EnumerateArray().Select(kind => kind.GetString()).ShouldContain("role-changed");
    }

    private static IEnumerable<(string Method, string Path, JsonElement Operation)> Operations(JsonElement document) =>
        document.GetProperty("paths").EnumerateObject().SelectMany(path => path.Value.EnumerateObject()
            .Select(operation => (operation.Name.ToUpperInvariant(), path.Name, operation.Value)));
}
