using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Events;

public sealed class CloudEventTests
{
    [Theory]
    [InlineData(EntryKind.Created, null, "groupexit.group.created")]
    [InlineData(EntryKind.Joined, "u", "groupexit.member.joined")]
    [InlineData(EntryKind.Quit, "u", "groupexit.member.quit")]
    [InlineData(EntryKind.Kicked, "u", "groupexit.member.kicked")]
    [InlineData(EntryKind.Dismissed, "u", "groupexit.member.dismissed")]
    [InlineData(EntryKind.Dismissed, null, "groupexit.group.dismissed")]
    [InlineData(EntryKind.Left, "u", "groupexit.member.left")]
    [InlineData(EntryKind.OwnerChanged, "u", "groupexit.group.owner-changed")]
    [InlineData(EntryKind.RoleChanged, "u", "groupexit.member.role-changed")]
    [InlineData(EntryKind.Imported, "u", "groupexit.member.imported")]
    [InlineData(EntryKind.Imported, null, "groupexit.group.imported")]
    public void Type_OfEveryKind(EntryKind kind, string? userId, string type) =>
        EventType.Of(Entries.Of(1, "G", 1, kind, userId).Entry).ShouldBe(type);

    [Fact]
    public void Structured_HasEveryAttributeAndTheData()
    {
        var sent = CloudEvent.Of(Entries.Quit(1234, "a/b 群", 7, "用户"), DeliveryMode.Structured);

        sent.ContentType.ShouldBe("application/cloudevents+json; charset=utf-8");
        sent.Headers.ShouldBeEmpty();
        sent.Id.ShouldBe("019aabc0e2a87c3f9d5e0000000004d2-7");
        var json = JsonElement.Parse(sent.Body.Span);
        json.EnumerateObject().Where(p => p.Name != "data").ToDictionary(p => p.Name, p => p.Value.GetString()).ShouldBe(new Dictionary<string, string?>
        {
            ["specversion"] = "1.0",
            ["id"] = sent.Id,
            ["source"] = "/sources/openim/groups/a%2Fb%20%E7%BE%A4",
            ["type"] = "groupexit.member.quit",
            ["subject"] = "用户",
            ["time"] = "2026-03-01T12:00:00.123Z",
            ["datacontenttype"] = "application/json",
            ["dataschema"] = "urn:groupexit:schema:audit-entry:1",
            ["partitionkey"] = "openim/a/b 群",
            ["sequence"] = "0000000000000001234",
        }, ignoreOrder: true);
        json.GetProperty("data").GetProperty("position").GetInt64().ShouldBe(1234);
        json.GetProperty("data").GetProperty("userId").GetString().ShouldBe("用户");
    }

    [Fact]
    public void Binary_HasTheAttributesAsHeadersAndTheDataAsBody()
    {
        var audit = Entries.Quit(1234, "a\"b% 群", 7, "用");
        var structured = CloudEvent.Of(audit, DeliveryMode.Structured);

        var sent = CloudEvent.Of(audit, DeliveryMode.Binary);

        sent.Id.ShouldBe(structured.Id);
        sent.ContentType.ShouldBe("application/json");
        sent.Headers.ToDictionary().ShouldBe(new Dictionary<string, string>
        {
            ["ce-specversion"] = "1.0",
            ["ce-id"] = sent.Id,
            ["ce-source"] = "/sources/openim/groups/a%2522b%2525%2520%25E7%25BE%25A4",
            ["ce-type"] = "groupexit.member.quit",
            ["ce-subject"] = "%E7%94%A8",
            ["ce-time"] = "2026-03-01T12:00:00.123Z",
            ["ce-dataschema"] = "urn:groupexit:schema:audit-entry:1",
            ["ce-partitionkey"] = "openim/a%22b%25%20%E7%BE%A4",
            ["ce-sequence"] = "0000000000000001234",
        }, ignoreOrder: true);
        JsonElement.Parse(sent.Body.Span).ToString().ShouldBe(JsonElement.Parse(structured.Body.Span).GetProperty("data").ToString());
    }

    [Fact]
    public void Id_OfEntriesOfOneCallback_DiffersAndHasNoDot()
    {
        EventId.Of(Entries.Quit(1, "G", 1)).ShouldNotBe(EventId.Of(Entries.Quit(1, "G", 2)));
        EventId.Of(Entries.Quit(1, "G", 1)).ShouldNotContain('.');
    }
}
