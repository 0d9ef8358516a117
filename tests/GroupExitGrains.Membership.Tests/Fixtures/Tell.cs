using System.Text;

namespace GroupExitGrains.Membership.Tests.Fixtures;

/// <summary>Callbacks in few words. Seconds are counted from <see cref="Start"/>.</summary>
internal static class Tell
{
    public static DateTimeOffset Start { get; } = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    public static GroupKey Group { get; } = new("openim", "G001");

    public static Callback Created(params ChangedUser[] members) =>
        Of(ChangeKind.Created, members).Changed(change => change with { ListsAllMembers = true });

    public static Callback CreatedWithoutList() => Of(ChangeKind.Created, []);

    public static Callback Joined(params string[] users) => Of(ChangeKind.Joined, Named(users));

    public static Callback Quit(params string[] users) =>
        Of(ChangeKind.Quit, Named(users)).Changed(change => change with { OperatorBasis = OperatorBasis.Self });

    public static Callback Kicked(params string[] users) => Of(ChangeKind.Kicked, Named(users));

    public static Callback Dismissed(params string[] users) => Of(ChangeKind.Dismissed, Named(users));

    public static Callback Transferred(string? from, string to) =>
        Of(ChangeKind.OwnerChanged, [new ChangedUser(to, GroupRole.Owner)])
            .Changed(change => change with { OldOwnerId = from });

    public static Callback Role(string user, GroupRole role) =>
        Of(ChangeKind.RoleChanged, [new ChangedUser(user, role)]);

    public static Callback Imported(params ChangedUser[] members) =>
        Of(ChangeKind.Imported, members).Changed(change => change with { ListsAllMembers = true });

    public static ChangedUser User(string userId, GroupRole role = GroupRole.Unknown, DateTimeOffset? since = null) =>
        new(userId, role, since);

    public static DateTimeOffset Time(double seconds) => Start.AddMilliseconds(Math.Round(seconds * 1000));

    public static Callback Of(ChangeKind kind, IReadOnlyList<ChangedUser> users)
    {
        var body = $"{kind}:{string.Join(',', users.Select(user => $"{user.UserId}={user.Role}"))}";
        return new Callback
        {
            Id = CallbackId.New(Start),
            Source = Group.Source,
            Command = $"callbackAfter{kind}Command",
            ReceivedAt = Start,
            Request = new RawRequest(
                "contenttype=json", [new("content-type", "application/json")], Encoding.UTF8.GetBytes(body)),
            Change = new GroupChange { Kind = kind, GroupId = Group.GroupId, Users = users },
        };
    }

    /// <summary>The vendor's time, and the time of receipt, are so many seconds from the start.</summary>
    public static Callback At(this Callback callback, double seconds) =>
        callback.Heard(seconds).Changed(change => change with { OccurredAt = Time(seconds) });

    public static Callback Heard(this Callback callback, double seconds) =>
        callback with { ReceivedAt = Time(seconds) };

    public static Callback Occurred(this Callback callback, double seconds) =>
        callback.Changed(change => change with { OccurredAt = Time(seconds) });

    public static Callback Operation(this Callback callback, string operationId) =>
        callback with { OperationId = operationId };

    public static Callback Body(this Callback callback, string body) =>
        callback with { Request = callback.Request with { Body = Encoding.UTF8.GetBytes(body) } };

    public static Callback InGroup(this Callback callback, string groupId) =>
        callback.Changed(change => change with { GroupId = groupId });

    public static Callback Untracked(this Callback callback) =>
        callback.Changed(change => change with { Untracked = true, GroupType = "AVChatRoom" });

    public static Callback SwappingRoles(this Callback callback) =>
        callback.Changed(change => change with { OwnersSwapRoles = true });

    public static Callback Changed(this Callback callback, Func<GroupChange, GroupChange> alter) =>
        callback with { Change = alter(callback.Change) };

    /// <summary>The same request, received another time: it has an id of its own.</summary>
    public static Callback Again(this Callback callback, double received) =>
        callback.Heard(received) with { Id = CallbackId.New(Time(received)) };

    private static ChangedUser[] Named(string[] users) => Array.ConvertAll(users, user => new ChangedUser(user));
}
