using System.Globalization;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Comma-separated values with a heading line. A text that a spreadsheet would take for a formula gets an apostrophe in front:
/// ids and reasons are written by strangers.
/// </summary>
internal sealed class CsvExportWriter(Stream body) : IExportWriter
{
    public const string ContentType = "text/csv; charset=utf-8; header=present";

    private readonly CsvWriter _csv = new(
        new StreamWriter(body, new UTF8Encoding(encoderShouldEmitUTF8Identifier: true), leaveOpen: true),
        new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            NewLine = "\r\n",
            InjectionOptions = InjectionOptions.Escape,
            InjectionEscapeCharacter = '\'',
        });

    private bool _hasHeading;

    public async Task WriteAsync(IReadOnlyList<EntryView> entries, CancellationToken cancellationToken)
    {
        if (!_hasHeading)
        {
            _hasHeading = true;
            await WriteHeadingAsync();
        }

        foreach (var entry in entries)
        {
            await WriteAsync(entry);
        }

        await _csv.FlushAsync();
        await body.FlushAsync(cancellationToken);
    }

    public ValueTask DisposeAsync() => _csv.DisposeAsync();

    private Task WriteHeadingAsync() => WriteLineAsync(
        "position", "source", "groupId", "sequence", "kind", "userId", "operatorId", "operatorBasis", "reason", "role", "wasMember",
        "since", "effect", "occurredAt", "receivedAt", "callbackId", "command", "operationId", "clientIp", "clientPlatform",
        "previousHash", "hash");

    private Task WriteAsync(EntryView entry) => WriteLineAsync(
        Number(entry.Position),
        entry.Source,
        entry.GroupId,
        Number(entry.Sequence),
        entry.Kind.Kebab(),
        entry.UserId,
        entry.OperatorId,
        entry.OperatorBasis.Kebab(),
        entry.Reason,
        entry.Role?.Kebab(),
        entry.WasMember is true ? "true" : null,
        Time(entry.Since),
        entry.Effect.Kebab(),
        Time(entry.OccurredAt),
        Time(entry.ReceivedAt),
        entry.CallbackId,
        entry.Command,
        entry.OperationId,
        entry.Client?.Ip,
        entry.Client?.Platform,
        entry.PreviousHash,
        entry.Hash);

    private Task WriteLineAsync(params ReadOnlySpan<string?> fields)
    {
        foreach (var field in fields)
        {
            _csv.WriteField(field);
        }

        return _csv.NextRecordAsync();
    }

    private static string Number(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
