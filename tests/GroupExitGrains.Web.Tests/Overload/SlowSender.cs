using System.Net.Sockets;
using System.Text;

namespace GroupExitGrains.Web.Tests.Overload;

/// <summary>A sender that sends what it is told when it is told, and no more.</summary>
internal sealed class SlowSender : IDisposable
{
    private readonly TcpClient _client;
    private readonly StreamReader _reader;

    private SlowSender(TcpClient client)
    {
        _client = client;
        _reader = new StreamReader(client.GetStream(), Encoding.UTF8);
    }

    public static async Task<SlowSender> ConnectAsync(Uri server)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        return new SlowSender(client);
    }

    public async Task SendAsync(string text) =>
        await _client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);

    public async Task<string?> ReadLineAsync() => await _reader.ReadLineAsync(TestContext.Current.CancellationToken);

    /// <summary>What the server says until it closes, or breaks off since there is something that it did not read.</summary>
    public async Task<string> ReadToEndAsync()
    {
        var text = new StringBuilder();
        var buffer = new char[1024];
        try
        {
            while (await _reader.ReadAsync(buffer, TestContext.Current.CancellationToken) is > 0 and var count)
            {
                text.Append(buffer, 0, count);
            }
        }
        catch (IOException) when (text.Length > 0)
        {
            // What was said before is whole.
        }

        return text.ToString();
    }

    public void Dispose()
    {
        _reader.Dispose();
        _client.Dispose();
    }
}
