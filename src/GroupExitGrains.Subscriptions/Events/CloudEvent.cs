using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Events as CloudEvents 1.0 has them, in the JSON format and the HTTP protocol binding. <c>partitionkey</c> and
/// <c>sequence</c> are its documented extensions: events with the same key come in the order of their sequences.
/// </summary>
internal static class CloudEvent
{
    private const string StructuredType = "application/cloudevents+json; charset=utf-8";
    private const string Json = "application/json";
    private static readonly JsonWriterOptions s_json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static OutgoingEvent Of(AuditEntry audit, DeliveryMode mode)
    {
        var (facts, group) = (audit.Facts, audit.Facts.Group);
        return Of(
            mode,
            [
                new("id", EventId.Of(audit)),
                new("source", $"/sources/{Uri.EscapeDataString(group.Source)}/groups/{Uri.EscapeDataString(group.GroupId)}"),
                new("type", EventType.Of(audit.Entry)),
                new("subject", audit.Entry.UserId),
                new("time", EntryJson.Text(facts.ChangedAt)),
                new("dataschema", EntryJson.Schema),
                new("partitionkey", group.ToString()),
                new("sequence", audit.Position.ToString("D19", CultureInfo.InvariantCulture)),
            ],
            json => EntryJson.Write(json, audit));
    }

    /// <summary>The event of a test.</summary>
    public static OutgoingEvent Test(Subscription subscription, string id, DateTimeOffset now) => Of(
        subscription.Mode,
        [new("id", id), new("source", "/subscriptions/" + subscription.Id), new("type", EventType.Test), new("time", EntryJson.Text(now))],
        json =>
        {
            json.WriteStartObject();
            json.WriteString("subscription"u8, subscription.Id);
            json.WriteString("name"u8, subscription.Name);
            json.WriteEndObject();
        });

    private static OutgoingEvent Of(
        DeliveryMode mode, IReadOnlyList<KeyValuePair<string, string?>> attributes, Action<Utf8JsonWriter> writeData)
    {
        var id = attributes[0].Value!;
        var buffer = new ArrayBufferWriter<byte>(1024);
        using var json = new Utf8JsonWriter(buffer, s_json);
        if (mode == DeliveryMode.Binary)
        {
            writeData(json);
            json.Flush();
            return new OutgoingEvent(
                id,
                Json,
                [
                    new("ce-specversion", "1.0"),
                    .. attributes.Where(pair => pair.Value is not null)
                        .Select(pair => new KeyValuePair<string, string>("ce-" + pair.Key, Encode(pair.Value!))),
                ],
                buffer.WrittenMemory);
        }

        json.WriteStartObject();
        json.WriteString("specversion"u8, "1.0"u8);
        foreach (var (name, value) in attributes)
        {
            if (value is not null)
            {
                json.WriteString(name, value);
            }
        }

        json.WriteString("datacontenttype"u8, Json);
        json.WritePropertyName("data"u8);
        writeData(json);
        json.WriteEndObject();
        json.Flush();
        return new OutgoingEvent(id, StructuredType, [], buffer.WrittenMemory);
    }

    /// <summary>As the HTTP binding has it: what is not visible ASCII, and space, quote and percent sign, as %XX of UTF-8.</summary>
    private static string Encode(string value)
    {
        if (value.All(c => c is > ' ' and < '\x7f' and not ('"' or '%')))
        {
            return value;
        }

        var encoded = new StringBuilder();
        foreach (var unit in Encoding.UTF8.GetBytes(value))
        {
            if (unit is > (byte)' ' and < 0x7f and not ((byte)'"' or (byte)'%'))
            {
                encoded.Append((char)unit);
            }
            else
            {
                encoded.Append(CultureInfo.InvariantCulture, $"%{unit:X2}");
            }
        }

        return encoded.ToString();
    }
}
