namespace GroupExitGrains.Membership;

/// <summary>The ledger's rules: what a group does with a change. Pure; the state is only read.</summary>
internal static class Decide
{
    /// <summary>Decides on a change.</summary>
    /// <param name="state">The group as it is.</param>
    /// <param name="change">What the callback says.</param>
    /// <param name="facts">What its entries will share.</param>
    /// <param name="options">The windows within which a repetition is known.</param>
    public static Decision On(GroupState state, GroupChange change, CallbackFacts facts, LedgerOptions options)
    {
        if (Duplicates.Find(state, change, facts, options) is { } original)
        {
            return Decision.Duplicate(original);
        }

        var time = facts.ChangedAt.ToUnixTimeMilliseconds();
        var tracked = !state.Untracked && !change.Untracked;
        return change.Kind switch
        {
            ChangeKind.Created => Decision.Record(Creation.Decide(state, change, time, tracked)),
            ChangeKind.Joined => Decision.Record(Joins.Decide(state, change, time, tracked)),
            ChangeKind.Quit => Decision.Record(Departures.Decide(state, change, time, EntryKind.Quit)),
            ChangeKind.Kicked => Decision.Record(Departures.Decide(state, change, time, EntryKind.Kicked)),
            ChangeKind.Dismissed => Dismissal.Decide(state, change, facts, options, time),
            ChangeKind.OwnerChanged => Decision.Record(Roles.DecideOwner(state, change, time)),
            ChangeKind.RoleChanged => Decision.Record(Roles.Decide(state, change, time)),
            ChangeKind.Imported => Decision.Record(Import.Decide(state, change, time, tracked)),
            _ => throw new ArgumentOutOfRangeException(nameof(change), change.Kind, "Not a kind of change."),
        };
    }
}
