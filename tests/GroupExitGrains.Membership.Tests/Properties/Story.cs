using FsCheck;
using FsCheck.Fluent;

namespace GroupExitGrains.Membership.Tests.Properties;

/// <summary>
/// What may happen in two groups of a few users: callbacks of every kind, with and without event times, repeated, out of
/// order, seconds or hours apart.
/// </summary>
public sealed class Story
{
    private static readonly string[] Users = ["ann", "bob", "cid", "dan", "@TGS#_群"];

    private static readonly string[] Groups = ["G001", "@TGS#2J4SZEAEL"];

    private Story(IReadOnlyList<Callback> callbacks) => Callbacks = callbacks;

    internal IReadOnlyList<Callback> Callbacks { get; }

    /// <summary>Anything in any order.</summary>
    public static Gen<Story> Any { get; } =
        from length in Gen.Choose(1, 40)
        from callbacks in Callback().ArrayOf(length)
        from repeated in Gen.Choose(0, length - 1).ArrayOf(length / 4)
        from later in Gen.Choose(0, 20).ArrayOf(length / 4)
        from order in Gen.Shuffle(Enumerable.Range(0, length + repeated.Length).ToArray())
        select new Story(Arranged([.. callbacks, .. repeated.Select((at, i) => Repeated(callbacks[at], later[i]))], order));

    /// <summary>
    /// Of one group, each with an event time of its own, received within minutes: a leaver is remembered throughout. At most
    /// one dismissal, since a second one of a dismissed group is a repetition by rule, whatever its time.
    /// </summary>
    public static Gen<Story> OfDistinctTimes { get; } =
        from length in Gen.Choose(1, 14)
        from callbacks in Callback().ArrayOf(length)
        from times in Gen.Shuffle(Enumerable.Range(1, length).ToArray())
        select new Story(AtMostOneDismissal(callbacks)
            .Select((callback, i) => callback.InGroup(Groups[0]).At(times[i])).ToList());

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', Callbacks.Select(callback =>
        $"{callback.Change.Kind} {callback.Change.GroupId} [{string.Join(' ', callback.Change.Users)}] "
        + $"old={callback.Change.OldOwnerId} list={callback.Change.ListsAllMembers} "
        + $"at={Seconds(callback.Change.OccurredAt)} received={Seconds(callback.ReceivedAt)} op={callback.OperationId}"));

    internal bool HasImport => Callbacks.Any(callback => callback.Change.Kind == ChangeKind.Imported);

    /// <summary>The same story as it would have been told without delays.</summary>
    internal Story ByTime() => new([.. Callbacks.OrderBy(callback => callback.Change.OccurredAt)]);

    /// <summary>The same story without one of its callbacks, for finding the smallest that goes wrong.</summary>
    internal IEnumerable<Story> Smaller()
    {
        for (var i = 0; i < Callbacks.Count; i++)
        {
            var without = Callbacks.ToList();
            without.RemoveAt(i);
            yield return new Story(without);
        }
    }

    private static double? Seconds(DateTimeOffset? time) => (time - Tell.Start)?.TotalSeconds;

    private static Gen<Callback> Callback() =>
        from kind in Gen.Frequency(
            (4, Gen.Constant(ChangeKind.Joined)), (4, Gen.Constant(ChangeKind.Quit)), (3, Gen.Constant(ChangeKind.Kicked)),
            (1, Gen.Constant(ChangeKind.Created)), (1, Gen.Constant(ChangeKind.Dismissed)),
            (2, Gen.Constant(ChangeKind.OwnerChanged)), (2, Gen.Constant(ChangeKind.RoleChanged)),
            (1, Gen.Constant(ChangeKind.Imported)))
        from users in UsersOf(kind)
        from groupId in Gen.Elements(Groups)
        from oldOwner in Gen.Elements<string?>([null, .. Users])
        from swap in Gen.Elements(true, false)
        from list in Gen.Elements(true, false)
        from received in Gen.Frequency((4, Gen.Choose(0, 60)), (1, Gen.Choose(0, 200_000)))
        from occurred in Gen.Frequency((1, Gen.Constant<int?>(null)), (1, Gen.Choose(-60, 400).Select(at => (int?)at)))
        from operation in Gen.Elements(null, "op-1", "op-2")
        select Made(kind, users, groupId, oldOwner, swap, list, received, occurred, operation);

    private static Gen<ChangedUser[]> UsersOf(ChangeKind kind) =>
        from count in kind is ChangeKind.OwnerChanged or ChangeKind.RoleChanged ? Gen.Constant(1) : Gen.Choose(0, 4)
        from users in Gen.Elements(Users).ArrayOf(count)
        from roles in RolesOf(kind).ArrayOf(count)
        select users.Select((user, i) => Tell.User(user, roles[i])).ToArray();

    private static Gen<GroupRole> RolesOf(ChangeKind kind) => kind switch
    {
        ChangeKind.OwnerChanged => Gen.Constant(GroupRole.Owner),
        ChangeKind.RoleChanged => Gen.Elements(GroupRole.Member, GroupRole.Admin),
        ChangeKind.Created or ChangeKind.Imported => Gen.Frequency(
            (3, Gen.Constant(GroupRole.Unknown)), (1, Gen.Elements(GroupRole.Member, GroupRole.Admin, GroupRole.Owner))),
        _ => Gen.Constant(GroupRole.Unknown),
    };

    private static Callback Made(
        ChangeKind kind, ChangedUser[] users, string groupId, string? oldOwner, bool swap, bool list, int received,
        int? occurred, string? operation)
    {
        var callback = Tell.Of(kind, OneOwner(users)).InGroup(groupId).Heard(received).Changed(change => change with
        {
            OldOwnerId = kind == ChangeKind.OwnerChanged ? oldOwner : null,
            OwnersSwapRoles = kind == ChangeKind.OwnerChanged && swap,
            ListsAllMembers = kind == ChangeKind.Imported || (kind == ChangeKind.Created && list),
            OccurredAt = occurred is { } at ? Tell.Time(received + at - 30) : null,
        });
        return operation is null ? callback : callback.Operation(operation);
    }

    // No vendor has two owners in a list.
    private static ChangedUser[] OneOwner(ChangedUser[] users)
    {
        var owner = users.FirstOrDefault(user => user.Role == GroupRole.Owner).UserId;
        return Array.ConvertAll(users, user => user.Role == GroupRole.Owner && user.UserId != owner
            ? user with { Role = GroupRole.Admin }
            : user);
    }

    private static Callback Repeated(Callback callback, int later) =>
        callback.Heard((callback.ReceivedAt - Tell.Start).TotalSeconds + later) with
        {
            Id = CallbackId.New(callback.ReceivedAt),
        };

    private static Callback[] Arranged(Callback[] callbacks, int[] order) =>
        Array.ConvertAll(order, at => callbacks[at]);

    private static IEnumerable<Callback> AtMostOneDismissal(Callback[] callbacks)
    {
        var dismissed = false;
        foreach (var callback in callbacks)
        {
            var isDismissal = callback.Change.Kind == ChangeKind.Dismissed;
            yield return isDismissal && dismissed ? Tell.Kicked("ann") : callback;
            dismissed |= isDismissal;
        }
    }
}
