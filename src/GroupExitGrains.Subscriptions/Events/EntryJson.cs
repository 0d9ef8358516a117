using System.Globalization;
using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>An event's data: the audit entry as the admin API shows it, described by <c>/schemas/audit-entry-1.json</c>.</summary>
internal static class EntryJson
{
    public const string Schema = "urn:groupexit:schema:audit-entry:1";

    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss.fff'Z'";

    public static void Write(Utf8JsonWriter json, AuditEntry audit)
    {
        var (entry, facts) = (audit.Entry, audit.Facts);
        json.WriteStartObject();
        json.WriteNumber("position"u8, audit.Position);
        json.WriteString("source"u8, facts.Group.Source);
        json.WriteString("groupId"u8, facts.Group.GroupId);
        json.WriteNumber("sequence"u8, entry.Sequence);
        json.WriteString("kind"u8, Words<EntryKind>.Of(entry.Kind));
        Write(json, "userId", entry.UserId);
        Write(json, "operatorId", facts.OperatorId);
        json.WriteString("operatorBasis"u8, Words<OperatorBasis>.Of(facts.OperatorBasis));
        Write(json, "reason", facts.Reason);
        Write(json, "role", entry.Role == GroupRole.Unknown ? null : Words<GroupRole>.Of(entry.Role));
        if (entry.WasMember)
        {
            json.WriteBoolean("wasMember"u8, true);
        }

        Write(json, "since", Text(entry.Since));
        json.WriteString("effect"u8, Words<EntryEffect>.Of(entry.Effect));
        Write(json, "occurredAt", Text(facts.OccurredAt));
        json.WriteString("receivedAt"u8, Text(facts.ReceivedAt));
        json.WriteString("callbackId"u8, facts.CallbackId.ToString());
        json.WriteString("command"u8, facts.Command);
        Write(json, "operationId", facts.OperationId);
        if (facts.ClientIp is not null || facts.ClientPlatform is not null)
        {
            json.WriteStartObject("client"u8);
            Write(json, "ip", facts.ClientIp);
            Write(json, "platform", facts.ClientPlatform);
            json.WriteEndObject();
        }

        json.WriteString("previousHash"u8, audit.PreviousHash.ToString());
        json.WriteString("hash"u8, entry.Hash.ToString());
        json.WriteEndObject();
    }

    /// <summary>A time in UTC with milliseconds.</summary>
    public static string? Text(DateTimeOffset? time) => time?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);

    private static void Write(Utf8JsonWriter json, string name, string? value)
    {
        if (value is not null)
        {
            json.WriteString(name, value);
        }
    }
}
