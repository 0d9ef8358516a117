using System.Net.Sockets;
using System.Text;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Requests byte for byte, such as no client would send them.</summary>
internal static class RawRequest
{
    /// <summary>Sends the text, ends the sending side, and reads what comes back until the server closes.</summary>
    public static async Task<string> SendAsync(Uri server, string text)
    {
        var cancellationToken = TestContext.Current.CancellationToken;
        using var client = new TcpClient();
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), cancellationToken);
        client.Client.Shutdown(SocketShutdown.Send);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(cancellationToken);
    }
}
