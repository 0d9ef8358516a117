namespace GroupExitGrains.Membership;

// Those who are no members are remembered for a while, so that what arrives late is known to be late.
internal sealed partial class GroupState
{
    private UserState Touch(string userId, List<Undo>? undo)
    {
        var heard = Users.TryGet(userId, out var user);
        undo?.Add(new Undo(userId, heard ? user : null));
        return user;
    }

    private void Store(string userId, UserState user)
    {
        user.Last = _lastChange;
        Users.Set(userId, user, Clock);
    }

    private void Forget(List<Undo>? undo)
    {
        var horizon = Clock - (long)options.LeaversRememberedFor.TotalMilliseconds;
        while (Users.TryPeekOldestLeaver(out var clock)
            && (clock < horizon || Users.LeaverCount > options.LeaversRemembered))
        {
            var forgotten = Users.RemoveOldestLeaver();
            undo?.Add(new Undo(forgotten.UserId, forgotten.State));
        }
    }
}
