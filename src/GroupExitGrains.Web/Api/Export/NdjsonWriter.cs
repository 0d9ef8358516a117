using System.Buffers;
using System.IO.Pipelines;
using System.Text.Json;

namespace GroupExitGrains.Web.Api;

/// <summary>One JSON object a line, as the API shows an entry.</summary>
internal sealed class NdjsonWriter(PipeWriter body, JsonSerializerOptions json) : IExportWriter
{
    public const string ContentType = "application/x-ndjson";

    public async Task WriteAsync(IReadOnlyList<EntryView> entries, CancellationToken cancellationToken)
    {
        foreach (var entry in entries)
        {
            body.Write(JsonSerializer.SerializeToUtf8Bytes(entry, json));
            body.Write("\n"u8);
        }

        await body.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
