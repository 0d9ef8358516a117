using System.Globalization;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>Callbacks to spool.</summary>
internal static class Exits
{
    public static Callback Quit(DateTimeOffset receivedAt, string group, int user, int padding = 0) => new()
    {
        Id = CallbackId.New(receivedAt),
        Source = "openim",
        Command = "callbackAfterQuitGroupCommand",
        OperationId = user.ToString(CultureInfo.InvariantCulture),
        ReceivedAt = receivedAt,
        Request = new RawRequest(
            "contenttype=json",
            [new("content-type", "application/json")],
            Encoding.UTF8.GetBytes($"{{\"userID\":\"u{user}\"}}{new string(' ', padding)}")),
        Change = new GroupChange
        {
            Kind = ChangeKind.Quit,
            GroupId = group,
            Users = [new ChangedUser($"u{user}")],
            OperatorBasis = OperatorBasis.Self,
        },
    };

    public static string[] Users(this IEnumerable<Callback> callbacks) =>
        [.. callbacks.Select(callback => callback.Change.Users[0].UserId)];

    public static string[] Users(this IEnumerable<Callback> callbacks, string group) =>
        callbacks.Where(callback => callback.Change.GroupId == group).Users();
}
