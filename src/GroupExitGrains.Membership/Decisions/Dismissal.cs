namespace GroupExitGrains.Membership;

/// <summary>
/// The group was disbanded. OpenIM says so twice, in any order, once with an empty or null list, which never means that
/// there were no members.
/// </summary>
internal static class Dismissal
{
    public static Decision Decide(
        GroupState state, GroupChange change, CallbackFacts facts, LedgerOptions options, long time) =>
        state.Status == GroupStatus.Dismissed
            ? Again(state, change, facts, options, time)
            : Decision.Record(First(state, change, time));

    private static List<EntryDraft> First(GroupState state, GroupChange change, long time)
    {
        var entries = new List<EntryDraft>(change.Users.Count + state.MemberCount + 1);
        var listed = new HashSet<int>(change.Users.Count);
        foreach (var user in change.Users)
        {
            listed.Add(state.Users.Find(user.UserId));
            entries.Add(Departures.Exit(state, user.UserId, time, EntryKind.Dismissed));
        }

        // In a fixed order: a restart in the middle must come to the same entries.
        var firstUnlisted = entries.Count;
        foreach (var member in state.Users.Members())
        {
            // Who joined later is in the group that came after this one.
            if (time >= state.MembershipTime(member.State) && !listed.Contains(member.Place))
            {
                entries.Add(new EntryDraft(EntryKind.Dismissed, member.UserId, EntryEffect.Applied, WasMember: true));
            }
        }

        entries.Sort(firstUnlisted, entries.Count - firstUnlisted, ByUserId.Instance);
        var effect = time < state.AliveAt ? EntryEffect.Stale : EntryEffect.Applied;
        entries.Add(new EntryDraft(EntryKind.Dismissed, UserId: null, effect));
        return entries;
    }

    private static Decision Again(
        GroupState state, GroupChange change, CallbackFacts facts, LedgerOptions options, long time)
    {
        List<EntryDraft>? entries = null;
        foreach (var user in change.Users)
        {
            var known = state[user.UserId];
            if (!known.Dismissed && !Duplicates.Repeats(state, known.Last, facts, options))
            {
                // That the other one was received a moment later makes this one no less true.
                var effect = time < known.MembershipTime ? EntryEffect.Stale : EntryEffect.Applied;
                (entries ??= []).Add(new EntryDraft(EntryKind.Dismissed, user.UserId, effect, known.IsMember));
            }
        }

        return entries is null ? Decision.Duplicate(state.DismissedBy) : Decision.Record(entries);
    }
}
