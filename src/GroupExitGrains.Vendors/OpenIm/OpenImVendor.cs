using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Json;
using GroupExitGrains.Vendors.Requests;

namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>
/// OpenIM: <c>POST {url}/{command}</c> with a JSON object that names the command again. Nothing is signed, so there is
/// nothing to verify here; a secret in the path is the caller's to check.
/// </summary>
internal sealed class OpenImVendor : IVendor
{
    private const int OrdinaryFieldCount = 32;

    public string Name => "OpenIM";

    public string Id => "open-im";

    public ReadOnlyMemory<byte> Ok => OpenImAnswers.Ok;

    public ReadResult Read(in WebhookRequest request, SourceSettings settings)
    {
        var body = new JsonBody(request.Body.Span, stackalloc JsonField[OrdinaryFieldCount]);
        var named = InAddress(request);
        var command = CommandName.Agree(ref body, "callbackCommand"u8, named);
        var what = OpenImCommands.EventOf(command);

        // The path's last segment may be a mistaken secret: only the body makes an unknown word a command.
        if (what == OpenImEvent.Other && body.Find("callbackCommand"u8).IsMissing)
        {
            command = body.Fail("missing-field", "callbackCommand"u8, "is missing");
        }

        ReadResult result = OpenImChanges.Read(what, ref body) is { } change
            ? new ReadResult.Recognised(CallbackOf(request, command, change, ref body))
            : new ReadResult.Ignored(
                command, what == OpenImEvent.Other ? "unsupported-command" : "no-role", Acknowledge(command, ref body));
        return body.Fault is { } fault
            ? new ReadResult.Refused(
                RefusalKind.Malformed, fault.Cause, fault.Detail, command.Length > 0 ? command : KnownOrAbsent(named))
            : result;
    }

    public bool EchoesBody(in WebhookRequest request) => !CopiedAnswer.To(InAddress(request)).Fields.IsEmpty;

    public ReadOnlyMemory<byte> Fail(in WebhookRequest request, int status, string cause, string detail)
    {
        var copied = CopiedAnswer.To(InAddress(request));
        var echoed = copied.Fields.IsEmpty ? default : request.Body.Span;
        var body = new JsonBody(echoed, stackalloc JsonField[OrdinaryFieldCount]);
        return OpenImAnswers.Fail(status, cause, detail, ref body, copied);
    }

    private static Callback CallbackOf(
        in WebhookRequest request, string command, GroupChange change, ref JsonBody body) => new()
        {
            Id = request.CallbackId,
            Source = request.Source,
            Command = command,
            OperationId = FreeText.CleanOrAbsent(request.OperationId) ?? body.Text("operationID"u8),
            ReceivedAt = request.ReceivedAt.WholeMilliseconds(),
            Request = request.ToRaw(),
            Change = change,
        };

    private static ReadOnlyMemory<byte> Acknowledge(string command, ref JsonBody body)
    {
        var copied = CopiedAnswer.To(command);
        return copied.Fields.IsEmpty ? OpenImAnswers.Ok : OpenImAnswers.OkWithEcho(ref body, copied);
    }

    // Up to v3.4 the command was in the query.
    private static string? InAddress(in WebhookRequest request) => string.IsNullOrEmpty(request.CommandFromPath)
        ? QueryParameter.Find(request.Query, "callbackCommand")
        : request.CommandFromPath;

    private static string? KnownOrAbsent(string? command) =>
        command is not null && OpenImCommands.EventOf(command) != OpenImEvent.Other ? command : null;
}
