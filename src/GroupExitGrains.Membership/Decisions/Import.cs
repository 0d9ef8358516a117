namespace GroupExitGrains.Membership;

/// <summary>The full list of members as of a time. What is newer than that stands.</summary>
internal static class Import
{
    public static IReadOnlyList<EntryDraft> Decide(GroupState state, GroupChange change, long time, bool tracked)
    {
        if (!tracked)
        {
            return [];
        }

        var entries = new List<EntryDraft>(change.Users.Count);
        var listed = new HashSet<int>(change.Users.Count);
        foreach (var user in change.Users)
        {
            listed.Add(state.Users.Find(user.UserId));
            entries.Add(Present(state, user, time));
        }

        var firstMissing = entries.Count;
        foreach (var member in state.Users.Members())
        {
            if (time >= state.MembershipTime(member.State) && !listed.Contains(member.Place))
            {
                entries.Add(new EntryDraft(EntryKind.Left, member.UserId, EntryEffect.Applied, WasMember: true));
            }
        }

        if (OwnerIsGone(state, time) && !change.Users.Any(user => string.Equals(user.UserId, state.OwnerId, StringComparison.Ordinal)))
        {
            entries.Add(new EntryDraft(EntryKind.Left, state.OwnerId, EntryEffect.Applied));
        }

        entries.Sort(firstMissing, entries.Count - firstMissing, ByUserId.Instance);
        if (entries.Count == 0)
        {
            // That nobody is in the group is knowledge, too, and only an entry can carry it.
            var effect = state.MembershipComplete ? EntryEffect.NoOp : EntryEffect.Applied;
            entries.Add(new EntryDraft(EntryKind.Imported, UserId: null, effect));
        }

        return entries;
    }

    // Whoever was made the owner was in the group then, even if nobody told that they had joined.
    private static bool OwnerIsGone(GroupState state, long time) =>
        state.OwnerId is { } ownerId && time >= state.OwnerTime
        && state[ownerId] is { IsMember: false } owner && time >= state.MembershipTime(owner);

    private static EntryDraft Present(GroupState state, ChangedUser listed, long time)
    {
        var user = state[listed.UserId];
        var newRole = listed.Role != GroupRole.Unknown && time >= state.RoleTime(user) && listed.Role != user.Role;
        var effect = time < state.MembershipTime(user) ? EntryEffect.Stale
            : user.IsMember && !newRole ? EntryEffect.NoOp
            : EntryEffect.Applied;
        return new EntryDraft(EntryKind.Imported, listed.UserId, effect, user.IsMember, listed.Role, listed.Since);
    }
}
