namespace GroupExitGrains.Membership;

/// <summary>Recognises a callback that repeats another.</summary>
internal static class Duplicates
{
    /// <summary>
    /// The callback that this one repeats: the one whose fingerprint is that of the last change recorded for every user it
    /// names (for the group, if it names none), if it came inside the window.
    /// </summary>
    public static CallbackId? Find(GroupState state, GroupChange change, CallbackFacts facts, LedgerOptions options)
    {
        if (change.Users.Count == 0)
        {
            return Repeats(state, state.LastGroupChange, facts, options) ? state.LastGroupChange!.Value.CallbackId : null;
        }

        for (var i = 0; i < change.Users.Count; i++)
        {
            if (!Repeats(state, state[change.Users[i].UserId].Last, facts, options))
            {
                return null;
            }
        }

        // A transfer is a change of both: had the old owner changed since, it would be another transfer.
        if (change.OldOwnerId is { } oldOwnerId && !Repeats(state, state[oldOwnerId].Last, facts, options))
        {
            return null;
        }

        return state[change.Users[0].UserId].Last!.Value.CallbackId;
    }

    /// <summary>Whether a callback repeats the one that a change came with.</summary>
    public static bool Repeats(GroupState state, LastChange? last, CallbackFacts facts, LedgerOptions options) =>
        state.Recognisable(last) is { } change && change.Fingerprint == facts.Fingerprint
        && change.InsideWindow(facts.ReceivedAt.ToUnixTimeMilliseconds(), options);
}
