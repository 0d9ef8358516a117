using System.Text.Json;
using System.Text.Json.Nodes;
using GroupExitGrains.Standalone.Tests.Hosting;
using Receiving;

namespace GroupExitGrains.Standalone.Tests.Subscriptions.Page;

/// <summary>The page's verifiers are run as receivers would run them, on what the program sends and on forgeries of it.</summary>
public sealed class PublishedVerifierTests
{
    private const string PythonMain = """

        if __name__ == "__main__":
            import json, sys
            print(json.dumps([is_genuine(c["secrets"], c["headers"], base64.b64decode(c["body"]), c["now"]) for c in json.load(sys.stdin)]))
        """;

    private const string NodeMain = """

        console.log(JSON.stringify(JSON.parse(require("node:fs").readFileSync(0, "utf8"))
          .map(c => isGenuine(c.secrets, c.headers, Buffer.from(c.body, "base64"), c.now))));
        """;

    private const string GoMain = """
        package main

        import (
        	"encoding/json"
        	"net/http"
        	"os"
        	"time"

        	"example.com/check/receiving"
        )

        func main() {
        	var cases []struct {
        		Secrets []string
        		Headers map[string]string
        		Body    []byte
        		Now     int64
        	}
        	if err := json.NewDecoder(os.Stdin).Decode(&cases); err != nil {
        		panic(err)
        	}
        	verdicts := []bool{}
        	for _, c := range cases {
        		header := http.Header{}
        		for name, value := range c.Headers {
        			header.Set(name, value)
        		}
        		verdicts = append(verdicts, receiving.IsGenuine(c.Secrets, header, c.Body, time.Unix(c.Now, 0)))
        	}
        	json.NewEncoder(os.Stdout).Encode(verdicts)
        }
        """;

    [Fact]
    public Task Python_TellsGenuineFromForged() => CheckAsync(async (directory, cases) =>
    {
        var program = await WriteAsync(directory, "verify.py", SubscriptionsPage.Block("python verify") + PythonMain);
        return await SubscriptionsPage.RunAsync(directory, "python3", ["-X", "utf8", program], cases);
    });

    [Fact]
    public Task Node_TellsGenuineFromForged() => CheckAsync(async (directory, cases) =>
    {
        var program = await WriteAsync(directory, "verify.cjs", SubscriptionsPage.Block("js verify") + NodeMain);
        return await SubscriptionsPage.RunAsync(directory, "node", [program], cases);
    });

    [Fact]
    public Task Go_TellsGenuineFromForged() => CheckAsync(async (directory, cases) =>
    {
        Directory.CreateDirectory(Path.Combine(directory, "receiving"));
        await WriteAsync(directory, "go.mod", "module example.com/check\n\ngo 1.21\n");
        await WriteAsync(directory, "receiving/receiving.go", SubscriptionsPage.Block("go verify"));
        await WriteAsync(directory, "main.go", GoMain);
        return await SubscriptionsPage.RunAsync(directory, "go", ["run", "."], cases);
    });

    [Fact]
    public async Task CSharp_TellsGenuineFromForged()
    {
        var source = Path.Combine(AppContext.BaseDirectory, "Page", "WebhookVerifier.cs");
        SubscriptionsPage.Block("csharp verify").ShouldBe(await File.ReadAllTextAsync(source, TestContext.Current.CancellationToken));

        foreach (var one in await CasesAsync())
        {
            WebhookVerifier.IsGenuine(one.Secrets, one.Headers.GetValueOrDefault, one.Body, DateTimeOffset.FromUnixTimeSeconds(one.Now))
                .ShouldBe(one.IsGenuine, one.Name);
        }
    }

    private static async Task CheckAsync(Func<string, string, Task<string>> runAsync)
    {
        using var directory = new WorkingDirectory();
        var cases = await CasesAsync();
        var asked = new JsonArray([.. cases.Select(one => new JsonObject
        {
            ["secrets"] = new JsonArray([.. one.Secrets.Select(secret => (JsonNode)secret)]),
            ["headers"] = new JsonObject(one.Headers.Select(pair => KeyValuePair.Create(pair.Key, (JsonNode?)pair.Value))),
            ["body"] = Convert.ToBase64String(one.Body),
            ["now"] = one.Now,
        })]);

        var verdicts = JsonElement.Parse(await runAsync(directory.Path, asked.ToJsonString()));

        verdicts.EnumerateArray().Select((verdict, i) => $"{cases[i].Name}: {verdict.GetBoolean()}")
            .ShouldBe(cases.Select(one => $"{one.Name}: {one.IsGenuine}"));
    }

    private static async Task<List<SignedRequest>> CasesAsync()
    {
        var genuine = await SignedRequest.CaptureAsync();
        genuine.Select(one => one.Headers["webhook-signature"].Split(' ').Length).ShouldBe([1, 2, 2, 2]);
        return [.. genuine, .. genuine.SelectMany(one => one.Forged())];
    }

    private static async Task<string> WriteAsync(string directory, string name, string text)
    {
        var path = Path.Combine(directory, name);
        await File.WriteAllTextAsync(path, text, TestContext.Current.CancellationToken);
        return path;
    }
}
