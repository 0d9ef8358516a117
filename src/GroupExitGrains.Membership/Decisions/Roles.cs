namespace GroupExitGrains.Membership;

/// <summary>Ownership was transferred, or users were made or unmade admin.</summary>
internal static class Roles
{
    public static IReadOnlyList<EntryDraft> Decide(GroupState state, GroupChange change, long time)
    {
        var entries = new EntryDraft[change.Users.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var (userId, role, _) = change.Users[i];
            var user = state[userId];
            var effect = time < state.RoleTime(user) ? EntryEffect.Stale
                : user.Role == role ? EntryEffect.NoOp
                : EntryEffect.Applied;
            entries[i] = new EntryDraft(EntryKind.RoleChanged, userId, effect, user.IsMember, role);
        }

        return entries;
    }

    public static IReadOnlyList<EntryDraft> DecideOwner(GroupState state, GroupChange change, long time)
    {
        var entries = new EntryDraft[change.Users.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var userId = change.Users[i].UserId;
            var effect = time < state.OwnerTime ? EntryEffect.Stale
                : string.Equals(state.OwnerId, userId, StringComparison.Ordinal) ? EntryEffect.NoOp
                : EntryEffect.Applied;
            entries[i] = new EntryDraft(
                EntryKind.OwnerChanged, userId, effect, state[userId].IsMember, GroupRole.Owner);
        }

        return entries;
    }
}
