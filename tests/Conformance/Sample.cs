using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Conformance;

/// <summary>Callbacks as a vendor's room would hand them on.</summary>
internal static class Sample
{
    private static long _operation;

    /// <summary>A group that no other test has.</summary>
    public static GroupKey NewGroup(string name = "g") => new("openim", $"{name}-{Guid.NewGuid():N}");

    /// <summary>A callback that repeats no other.</summary>
    public static Callback Callback(GroupKey group, ChangeKind kind, params ReadOnlySpan<string> users)
    {
        var changed = new ChangedUser[users.Length];
        for (var i = 0; i < changed.Length; i++)
        {
            changed[i] = new ChangedUser(users[i]);
        }

        return Callback(group, new GroupChange
        {
            Kind = kind,
            GroupId = group.GroupId,
            Users = changed,
            ListsAllMembers = kind is ChangeKind.Imported,
            OperatorBasis = kind is ChangeKind.Quit ? OperatorBasis.Self : OperatorBasis.Unknown,
        });
    }

    /// <summary>A callback that repeats no other, with a change as given.</summary>
    public static Callback Callback(GroupKey group, GroupChange change)
    {
        var receivedAt = DateTimeOffset.FromUnixTimeMilliseconds(DateTimeOffset.UtcNow.ToUnixTimeMilliseconds());
        return new Callback
        {
            Id = CallbackId.New(receivedAt),
            Source = group.Source,
            Command = "callbackOfConformance",
            OperationId = $"operation-{Interlocked.Increment(ref _operation)}",
            ReceivedAt = receivedAt,
            Request = new RawRequest("", [new("content-type", "application/json")], Encoding.UTF8.GetBytes("{}")),
            Change = change,
        };
    }

    /// <summary>The same event, received again.</summary>
    public static Callback Repeat(Callback callback) => callback with { Id = CallbackId.New(callback.ReceivedAt) };

    /// <summary>User ids <c>u00000</c> and so on, ascending.</summary>
    public static string[] Users(int count) => [.. Enumerable.Range(0, count).Select(i => $"u{i:D5}")];
}
