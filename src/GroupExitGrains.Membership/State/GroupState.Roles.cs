namespace GroupExitGrains.Membership;

// The newest change of a user's role wins, whatever it came with, and so does the newest that makes somebody the owner.
// Who was made the owner is it until a newer change takes that role away; in which order they are heard does not matter.
internal sealed partial class GroupState
{
    private void GiveRole(string userId, ref UserState user, GroupRole role, long time)
    {
        if (role == GroupRole.Owner && time >= OwnerTime)
        {
            (OwnerId, OwnerTime) = (userId, time);
        }

        if (time >= RoleTime(user))
        {
            (user.Role, user.RoleTime) = (role, time);
        }

        // The time of ownership stays: a transfer made before the owner left may still be on its way.
        if (user.Role != GroupRole.Owner && RoleTime(user) >= OwnerTime
            && string.Equals(OwnerId, userId, StringComparison.Ordinal))
        {
            OwnerId = null;
        }
    }

    /// <summary>A dismissal ends everybody's role, also that of those who were back before it was heard.</summary>
    private void EndRoles(long time, List<Undo>? undo)
    {
        if (time >= OwnerTime)
        {
            (OwnerId, OwnerTime) = (null, time);
        }

        foreach (var user in Users.Rows())
        {
            if (user.State.RoleTime < time && user.State.Role != GroupRole.Unknown)
            {
                undo?.Add(new Undo(user.UserId, user.State));
                Users.GiveRole(user.Place, GroupRole.Unknown, time);
            }
        }
    }
}
