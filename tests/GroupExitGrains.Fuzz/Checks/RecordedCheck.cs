using System.Text;
using System.Text.Json;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Fuzz;

/// <summary>
/// Holds what was recorded of a callback against what was sent: the raw request is the one that was sent, it reads as a
/// change once more, and the entries tell that change and nothing else.
/// </summary>
internal static class RecordedCheck
{
    private const int EntriesPerPage = 1000;

    private static readonly Dictionary<ChangeKind, string[]> s_kinds = new()
    {
        [ChangeKind.Created] = ["created", "joined", "owner-changed", "role-changed"],
        [ChangeKind.Joined] = ["joined"],
        [ChangeKind.Quit] = ["quit"],
        [ChangeKind.Kicked] = ["kicked"],
        [ChangeKind.Dismissed] = ["dismissed"],
        [ChangeKind.OwnerChanged] = ["owner-changed", "role-changed"],
        [ChangeKind.RoleChanged] = ["role-changed"],
    };

    /// <summary>What is wrong; null if nothing is.</summary>
    /// <param name="callback">The answer of <c>GET /callbacks/{id}</c>.</param>
    /// <param name="sent">The body that was sent; null if that is not known.</param>
    public static string? Fault(JsonElement callback, byte[]? sent)
    {
        var source = Text(callback, "source")!;
        var vendor = source == "openim" ? KnownVendors.OpenIm : KnownVendors.TencentIm;
        var raw = callback.GetProperty("request");
        var body = Text(raw, "body") is { } text ? Encoding.UTF8.GetBytes(text) : Convert.FromBase64String(Text(raw, "bodyBase64")!);
        if (sent is not null && !sent.AsSpan().SequenceEqual(body))
        {
            return "the body kept is not the one that was sent";
        }

        var request = new WebhookRequest
        {
            Source = source,
            CallbackId = CallbackId.TryParse(Text(callback, "callbackId"), out var id) ? id : throw new FormatException("No callback id."),
            ReceivedAt = callback.GetProperty("receivedAt").GetDateTimeOffset(),
            CommandFromPath = source == "openim" ? Text(callback, "command") : null,
            Query = Text(raw, "query"),
            OperationId = Text(raw.GetProperty("headers"), "operationid"),
            Body = body,
        };
        return vendor.Read(request, SourceSettings.Unsecured) is ReadResult.Recognised { Callback.Change: var change }
            ? FaultOfEntries(callback, change, StringsIn(body))
            : "what is kept does not read as a change";
    }

    private static string? FaultOfEntries(JsonElement callback, GroupChange change, HashSet<string> said)
    {
        if (change.GroupId != Text(callback, "groupId") || !said.Contains(change.GroupId) || VendorId.Fault(change.GroupId) is not null)
        {
            return "the group is not the one that the request names";
        }

        if (change.Users.FirstOrDefault(user => !said.Contains(user.UserId)) is { UserId: not null } invented)
        {
            return $"no string of the request is the user '{invented.UserId}'";
        }

        var entries = callback.GetProperty("entries").EnumerateArray().ToList();
        if (Text(callback, "state") != "recorded")
        {
            return entries.Count == 0 || Text(callback, "state") == "pending" ? null : "a duplicate has entries";
        }

        if (entries.Find(entry => !s_kinds[change.Kind].Contains(Text(entry, "kind"))) is { ValueKind: JsonValueKind.Object } other)
        {
            return $"{change.Kind} has made an entry {Text(other, "kind")}";
        }

        if (entries.Exists(entry => Text(entry, "operatorId") != change.OperatorId || Text(entry, "reason") != change.Reason))
        {
            return "an entry has another operator or reason than the request";
        }

        var told = entries.ConvertAll(entry => Text(entry, "userId"));
        // Of those whom a dismissal names, it tells of those who had not left before.
        var missing = change.Users.Where(user => !told.Contains(user.UserId)).ToList();
        if (missing.Count > 0 && entries.Count < EntriesPerPage && change.Kind != ChangeKind.Dismissed)
        {
            return $"no entry tells of '{missing[0].UserId}'";
        }

        // A dismissal ends the membership of those whom it does not name, too.
        var more = told.Where(user => user is not null && user != change.OldOwnerId && change.Users.All(named => named.UserId != user));
        return change.Kind == ChangeKind.Dismissed || !more.Any() ? null : $"an entry tells of '{more.First()}', whom the request does not name";
    }

    private static HashSet<string> StringsIn(byte[] body)
    {
        var strings = new HashSet<string>(StringComparer.Ordinal);
        var reader = new Utf8JsonReader(body.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? body.AsSpan(3) : body);
        while (reader.Read())
        {
            if (reader.TokenType == JsonTokenType.String && TryText(ref reader) is { } text)
            {
                strings.Add(text);
            }
        }

        return strings;
    }

    private static string? TryText(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString();
        }
        catch (InvalidOperationException)
        {
            // Half of a surrogate pair, which stands for nothing.
            return null;
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) ? value.GetString() : null;
}
