namespace GroupExitGrains.Membership;

/// <summary>Users left or were removed.</summary>
internal static class Departures
{
    public static IReadOnlyList<EntryDraft> Decide(GroupState state, GroupChange change, long time, EntryKind kind)
    {
        var entries = new EntryDraft[change.Users.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            entries[i] = Exit(state, change.Users[i].UserId, time, kind);
        }

        return entries;
    }

    /// <summary>The exit of somebody who was not known as a member is an exit all the same: the vendor says so.</summary>
    public static EntryDraft Exit(GroupState state, string userId, long time, EntryKind kind)
    {
        var user = state[userId];
        var effect = time < state.MembershipTime(user) ? EntryEffect.Stale : EntryEffect.Applied;
        return new EntryDraft(kind, userId, effect, user.IsMember);
    }
}
