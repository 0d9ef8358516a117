using System.Text;

namespace GroupExitGrains.Standalone.Tests.Hosting;

/// <summary>A request as the vendors' documents show it, from a file: request line, headers, an empty line, the body.</summary>
internal static class SampleRequest
{
    public static HttpRequestMessage Read(string name)
    {
        var text = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Samples", $"{name}.http"));
        var end = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = text[..end].Split('\n');
        var requestLine = lines[0].Split(' ');
        var request = new HttpRequestMessage(new HttpMethod(requestLine[0]), requestLine[1])
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(text[(end + 2)..])),
        };
        foreach (var header in lines[1..].Select(line => line.Split(": ", 2)))
        {
            if (!request.Headers.TryAddWithoutValidation(header[0], header[1]))
            {
                request.Content.Headers.TryAddWithoutValidation(header[0], header[1]);
            }
        }

        return request;
    }
}
