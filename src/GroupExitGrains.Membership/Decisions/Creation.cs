namespace GroupExitGrains.Membership;

/// <summary>The group was created, with its first members.</summary>
internal static class Creation
{
    public static IReadOnlyList<EntryDraft> Decide(GroupState state, GroupChange change, long time, bool tracked)
    {
        var effect = time < state.DismissedAt ? EntryEffect.Stale
            : state.CreationSeen && state.Status == GroupStatus.Active ? EntryEffect.NoOp
            : EntryEffect.Applied;
        var entries = new List<EntryDraft>(change.Users.Count + 1) { new(EntryKind.Created, UserId: null, effect) };
        foreach (var user in change.Users)
        {
            entries.Add(Joins.Join(state, user, time, tracked));
        }

        return entries;
    }
}
