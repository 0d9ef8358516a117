using System.Globalization;
using System.Net.Sockets;
using System.Text;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests;

/// <summary>Senders that never come to an end keep nobody else from being served, and are let go of.</summary>
public sealed class SlowSenderTests
{
    private const string Target = "/webhooks/openim/callbackAfterQuitGroupCommand";

    [Fact]
    public async Task TwoHundredSlowSenders_TheOthersAreServedAndTheSlowAreLetGoOf()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory, "--GroupExit:Limits:BodyWithin=00:00:01");
        var slow = new List<NetworkStream>();
        try
        {
            // Half of them are in the middle of a header, half in the middle of a body.
            for (var i = 0; i < 200; i++)
            {
                slow.Add(await StartAsync(running.Address, $"POST {Target} HTTP/1.1\r\nHost: x\r\n{(i % 2 == 0 ? "X-Slow: " : "Content-Length: 100000\r\n\r\n{")}"));
            }

            for (var i = 0; i < 500; i++)
            {
                using var content = new StringContent(string.Create(
                    CultureInfo.InvariantCulture, $$"""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"G","userID":"u{{i}}"}"""));
                using var response = await running.Client.PostAsync(Target, content, TestContext.Current.CancellationToken);
                ((int)response.StatusCode).ShouldBe(200);
                if (i % 50 == 0)
                {
                    await Task.WhenAll(slow.Select(DripAsync));
                }
            }

            // Each gets 408, whoever says it, and its connection ends.
            (await Task.WhenAll(slow.Select(ReadToEndAsync))).ShouldAllBe(answer => answer.StartsWith("HTTP/1.1 408 "));
            (await running.Client.AskAllAsync("/sources/openim/groups/G/audit")).Count.ShouldBe(500);
        }
        finally
        {
            slow.ForEach(sender => sender.Dispose());
        }
    }

    [Fact]
    public async Task MoreConnectionsThanMay_AreClosedAtOnceAndTheOthersGoOn()
    {
        using var directory = new WorkingDirectory();
        await using var running = await StandaloneProcess.StartAsync(directory, "--GroupExit:Limits:MaxConnections=10");
        await running.Client.AskAsync("/sources");
        var idle = new List<NetworkStream>();
        try
        {
            for (var i = 0; i < 9; i++)
            {
                idle.Add(await StartAsync(running.Address, "POST "));
            }

            using var tooMany = await StartAsync(running.Address, "GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n");
            (await ReadToEndAsync(tooMany)).ShouldBeEmpty();
            await running.Client.AskAsync("/sources");
        }
        finally
        {
            idle.ForEach(client => client.Dispose());
        }
    }

    private static async Task<NetworkStream> StartAsync(Uri server, string text)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        var stream = new NetworkStream(socket, ownsSocket: true);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), TestContext.Current.CancellationToken);
        return stream;
    }

    private static async Task DripAsync(NetworkStream sender)
    {
        try
        {
            await sender.WriteAsync("x"u8.ToArray(), TestContext.Current.CancellationToken);
        }
        catch (IOException)
        {
            // It has been let go of already.
        }
    }

    private static async Task<string> ReadToEndAsync(NetworkStream stream)
    {
        var text = new StringBuilder();
        var buffer = new byte[1024];
        try
        {
            while (await stream.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            {
                text.Append(Encoding.UTF8.GetString(buffer, 0, count));
            }
        }
        catch (IOException)
        {
            // It was broken off since there was something that nobody read.
        }

        return text.ToString();
    }
}
