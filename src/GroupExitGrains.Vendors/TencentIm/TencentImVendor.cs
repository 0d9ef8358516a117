using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Json;
using GroupExitGrains.Vendors.Requests;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>
/// Tencent Cloud IM: all of an app's callbacks come to one address, with app, command and signature in the query and the
/// command again in the JSON body.
/// </summary>
internal sealed class TencentImVendor : IVendor
{
    private const int OrdinaryFieldCount = 24;

    public string Name => "TencentIM";

    public string Id => "tencent-im";

    public ReadOnlyMemory<byte> Ok => TencentImAnswers.Ok;

    public ReadResult Read(in WebhookRequest request, SourceSettings settings)
    {
        var query = TencentImQuery.Read(request.Query);
        if (TencentImSender.Refuse(query, request.ReceivedAt, settings) is { } refused)
        {
            return refused with { Command = KnownOrAbsent(query.Command) };
        }

        var body = new JsonBody(request.Body.Span, stackalloc JsonField[OrdinaryFieldCount]);
        var command = CommandName.Agree(ref body, "CallbackCommand"u8, query.Command);
        var what = TencentImCommands.EventOf(command);
        ReadResult result = TencentImChanges.Read(what, ref body) is { } change
            ? new ReadResult.Recognised(CallbackOf(request, query, command, change))
            : new ReadResult.Ignored(
                command, what == TencentImEvent.Other ? "unsupported-command" : "no-role", TencentImAnswers.Ok);
        return body.Fault is { } fault
            ? new ReadResult.Refused(
                RefusalKind.Malformed, fault.Cause, fault.Detail, command.Length > 0 ? command : KnownOrAbsent(query.Command))
            : result;
    }

    public bool EchoesBody(in WebhookRequest request) => false;

    public ReadOnlyMemory<byte> Fail(in WebhookRequest request, int status, string cause, string detail) =>
        TencentImAnswers.Fail(status, $"{cause}: {detail}");

    private static Callback CallbackOf(
        in WebhookRequest request, in TencentImQuery query, string command, GroupChange change) => new()
        {
            Id = request.CallbackId,
            Source = request.Source,
            Command = command,
            ReceivedAt = request.ReceivedAt.WholeMilliseconds(),
            ClientIp = FreeText.CleanOrAbsent(query.ClientIp),
            ClientPlatform = FreeText.CleanOrAbsent(query.Platform),
            Request = request.ToRaw(),
            Change = change,
        };

    private static string? KnownOrAbsent(string? command) =>
        command is not null && TencentImCommands.EventOf(command) != TencentImEvent.Other ? command : null;
}
