using System.Globalization;
using System.Net.Sockets;
using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>A connection that sends bytes as they are and reads answers, one behind another.</summary>
internal sealed class WireConnection : IDisposable
{
    private readonly TcpClient _client;
    private readonly NetworkStream _stream;
    private readonly byte[] _buffer = new byte[64 * 1024];
    private int _start;
    private int _end;

    private WireConnection(TcpClient client) => (_client, _stream) = (client, client.GetStream());

    public static async Task<WireConnection> OpenAsync(Uri server, CancellationToken cancellationToken)
    {
        var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(server.Host, server.Port, cancellationToken);
        return new WireConnection(client);
    }

    /// <summary>Sends; the server may hang up in the middle of it, which is then seen on reading.</summary>
    public async Task SendAsync(ReadOnlyMemory<byte> bytes, bool isLast, CancellationToken cancellationToken)
    {
        try
        {
            await _stream.WriteAsync(bytes, cancellationToken);
            if (isLast)
            {
                _client.Client.Shutdown(SocketShutdown.Send);
            }
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            // The answer may have come all the same.
        }
    }

    /// <summary>The next answer; null if the server has hung up.</summary>
    public async Task<WireAnswer?> ReadAsync(bool isHead, CancellationToken cancellationToken)
    {
        while (true)
        {
            if (await LineAsync(cancellationToken) is not { } statusLine)
            {
                return null;
            }

            var status = int.Parse(statusLine.Split(' ')[1], CultureInfo.InvariantCulture);
            var headers = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            while (await LineAsync(cancellationToken) is { Length: > 0 } header)
            {
                var colon = header.IndexOf(':', StringComparison.Ordinal);
                headers[header[..colon]] = header[(colon + 1)..].Trim();
            }

            if (status >= 200)
            {
                return new WireAnswer(status, headers, isHead || status == 204 ? [] : await BodyAsync(headers, cancellationToken));
            }
        }
    }

    public void Dispose() => _client.Dispose();

    private async Task<byte[]> BodyAsync(Dictionary<string, string> headers, CancellationToken cancellationToken)
    {
        if (headers.TryGetValue("content-length", out var length))
        {
            return await BytesAsync(int.Parse(length, CultureInfo.InvariantCulture), cancellationToken);
        }

        using var body = new MemoryStream();
        while (headers.ContainsKey("transfer-encoding") && await LineAsync(cancellationToken) is { } size)
        {
            var count = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.Write(await BytesAsync(count, cancellationToken));
            await LineAsync(cancellationToken);
            if (count == 0)
            {
                break;
            }
        }

        return body.ToArray();
    }

    private async Task<byte[]> BytesAsync(int count, CancellationToken cancellationToken)
    {
        var bytes = new byte[count];
        for (var done = 0; done < count;)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                throw new IOException("The answer's body ended early.");
            }

            var part = Math.Min(count - done, _end - _start);
            _buffer.AsSpan(_start, part).CopyTo(bytes.AsSpan(done));
            _start += part;
            done += part;
        }

        return bytes;
    }

    private async Task<string?> LineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (_start == _end && !await FillAsync(cancellationToken))
            {
                return null;
            }

            var rest = _buffer.AsSpan(_start, _end - _start);
            var newLine = rest.IndexOf((byte)'\n');
            line.Append(Encoding.Latin1.GetString(newLine < 0 ? rest : rest[..newLine]));
            _start += newLine < 0 ? rest.Length : newLine + 1;
            if (newLine >= 0)
            {
                return line.ToString().TrimEnd('\r');
            }
        }
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        try
        {
            (_start, _end) = (0, await _stream.ReadAsync(_buffer, cancellationToken));
            return _end > 0;
        }
        catch (Exception fault) when (fault is IOException or SocketException)
        {
            return false;
        }
    }
}
