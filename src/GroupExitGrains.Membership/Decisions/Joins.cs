namespace GroupExitGrains.Membership;

/// <summary>Users joined, were invited or added.</summary>
internal static class Joins
{
    public static IReadOnlyList<EntryDraft> Decide(GroupState state, GroupChange change, long time, bool tracked)
    {
        var entries = new EntryDraft[change.Users.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = Join(state, change.Users[i], time, tracked);
        }

        return entries;
    }

    public static EntryDraft Join(GroupState state, ChangedUser joiner, long time, bool tracked)
    {
        var user = state[joiner.UserId];
        var effect = time < state.MembershipTime(user) ? EntryEffect.Stale
            : tracked && user.IsMember ? EntryEffect.NoOp
            : EntryEffect.Applied;
        return new EntryDraft(EntryKind.Joined, joiner.UserId, effect, user.IsMember, joiner.Role);
    }
}
