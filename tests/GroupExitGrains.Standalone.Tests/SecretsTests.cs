using System.Net.Sockets;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>No secret is logged at any level, whatever is switched on, nor kept with the requests.</summary>
public sealed class SecretsTests
{
    private const string PathSecret = "p4th-s3cret";
    private const string WrongSecret = "wr0ng-s3cret";
    private const string Token = "t0ken-s3cret";
    private const string WrongKey = "gu3ssed-key";
    private const string Command = "callbackAfterQuitGroupCommand";
    private const string Quit = """{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G001","userID":"user123"}""";

    [Fact]
    public async Task Run_EverythingLogged_ShowsAndKeepsNoSecret()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(
            directory,
            [
                "--GroupExit:Sources:openim:Vendor=OpenIM", $"--GroupExit:Sources:openim:PathSecret={PathSecret}",
                "--GroupExit:Sources:tencent:Vendor=TencentIM", $"--GroupExit:Sources:tencent:Token={Token}",
                "--GroupExit:Proxies:0=127.0.0.0/8",
                .. new[]
                {
                    "Default", "Microsoft", "System", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Routing",
                    "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel",
                    "Microsoft.AspNetCore.Server.Kestrel.BadRequests", "Microsoft.AspNetCore.Server.Kestrel.Connections",
                }.SelectMany(category => new[] { $"--Logging:LogLevel:{category}=Trace", $"--Logging:Console:LogLevel:{category}=Trace" }),
            ]);
        var time = DateTimeOffset.UtcNow.ToUnixTimeSeconds();
        var sign = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{Token}{time}")));
        var signed = $"/webhooks/tencent?SdkAppid=1&CallbackCommand=Group.CallbackAfterMemberExit&RequestTime={time}&Sign={sign}";

        (await PostAsync(running, $"/webhooks/openim/{PathSecret}/{Command}", Quit)).ShouldBe(200);
        (await PostAsync(running, $"/webhooks/openim/{PathSecret}/{Command}", "{")).ShouldBe(400);
        (await PostAsync(running, $"/webhooks/openim/{PathSecret}/{Command}?{PathSecret}", new string('x', 9 << 20))).ShouldBe(413);
        (await PostAsync(running, $"/webhooks/openim/{WrongSecret}/{Command}", Quit)).ShouldBe(401);
        (await PostAsync(running, $"/webhooks/nobody/{PathSecret}/{Command}", Quit)).ShouldBe(404);
        (await PostAsync(running, $"/prefix/webhooks/openim/{PathSecret}/{Command}", Quit)).ShouldBe(404);
        (await PostAsync(running, $"{signed}&more", "{}")).ShouldBe(400);
        (await PostAsync(running, signed.Replace("RequestTime=", "RequestTime=1", StringComparison.Ordinal), "{}")).ShouldBe(401);
        await SendRawAsync(running, $"POST /webhooks/openim/{PathSecret}/{Command} HTTP/1.1\r\nHost: x\r\nbad header\r\n\r\n");
        await SendRawAsync(running, $"POST /webhooks/openim/{PathSecret}/{Command} HTTP/9.9\r\n\r\n");
        var made = await MakeKeyAsync(running);
        (await GetAsync(running, made)).ShouldBe(200);
        (await GetAsync(running, WrongKey)).ShouldBe(401);
        var first = running.Client.DefaultRequestHeaders.Authorization!.Parameter!;
        await running.TerminateAsync();

        // The key that the first start makes is shown this once, to whoever started it.
        var said = (await running.SaidAsync()).Replace($"{first}\n", "\n", StringComparison.Ordinal);
        said.ShouldContain("trce: ");
        said.ShouldContain("Refused a request to source openim with 401");
        var kept = string.Concat(Directory.GetFiles(directory.In("data"), "groupexit.db*")
            .Select(file => Encoding.Latin1.GetString(File.ReadAllBytes(file))));
        kept.ShouldContain("user123");
        foreach (var secret in new[] { PathSecret, WrongSecret, Token, WrongKey, sign, made, first })
        {
            said.Split('\n').Where(line => line.Contains(secret, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty();

            // What a sender writes into a query of its own accord is the sender's; that request was too large to be kept.
            kept.Contains(secret, StringComparison.OrdinalIgnoreCase).ShouldBeFalse(secret);
        }
    }

    private static async Task<int> PostAsync(StandaloneProcess running, string address, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await running.Client.PostAsync(address, content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static async Task<int> GetAsync(StandaloneProcess running, string key)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/v1/groups");
        request.Headers.Authorization = new("Bearer", key);
        using var response = await running.Client.SendAsync(request, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    private static async Task<string> MakeKeyAsync(StandaloneProcess running)
    {
        using var content = new StringContent("""{"name":"x","role":"reader"}""", Encoding.UTF8, "application/json");
        using var response = await running.Client.PostAsync("/api/v1/admin/keys", content, TestContext.Current.CancellationToken);
        return JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).Text("key")!;
    }

    private static async Task SendRawAsync(StandaloneProcess running, string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(running.Address.Host, running.Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream);
        (await reader.ReadToEndAsync(TestContext.Current.CancellationToken)).ShouldStartWith("HTTP/1.1 ");
    }
}
