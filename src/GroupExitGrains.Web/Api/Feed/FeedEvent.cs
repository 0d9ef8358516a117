using System.Text;
using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>An entry and how it goes over the wire, which is worked out once for however many readers.</summary>
internal sealed class FeedEvent(AuditEntry audit, JsonSerializerOptions json)
{
    private byte[]? _frame;

    public AuditEntry Audit => audit;

    /// <summary>A server-sent event: <c>id</c> is the position, <c>event</c> the kind, <c>data</c> the entry.</summary>
    public ReadOnlyMemory<byte> Frame => _frame ??= Encoding.UTF8.GetBytes(
        $"id: {audit.Position}\nevent: {audit.Entry.Kind.Kebab()}\ndata: {JsonSerializer.Serialize(EntryView.Of(audit), json)}\n\n");
}
