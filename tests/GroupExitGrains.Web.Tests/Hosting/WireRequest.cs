using System.Net.Sockets;
using System.Text;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Requests byte for byte, such as no client would send them.</summary>
internal static class WireRequest
{
    /// <summary>Sends the text and reads what comes back until the server closes.</summary>
    public static async Task<string> SendAsync(Uri server, string text)
    {
        using var client = new TcpClient();
        await WriteAsync(client, server, text);
        using var reader = new StreamReader(client.GetStream(), Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Sends the text and hangs up.</summary>
    public static async Task SendAndLeaveAsync(Uri server, string text)
    {
        using var client = new TcpClient();
        await WriteAsync(client, server, text);
    }

    private static async Task WriteAsync(TcpClient client, Uri server, string text)
    {
        await client.ConnectAsync(server.Host, server.Port, TestContext.Current.CancellationToken);
        await client.GetStream().WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
    }
}
