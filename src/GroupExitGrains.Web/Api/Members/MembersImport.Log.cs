using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

internal sealed partial class MembersImport
{
    [LoggerMessage(310, LogLevel.Information, "Import of {Count} members into {Group} by {Key}: {State} as {CallbackId}")]
    private partial void LogImported(GroupKey group, int count, string? key, CallbackState state, CallbackId callbackId);
}
