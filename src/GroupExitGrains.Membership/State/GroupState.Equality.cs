namespace GroupExitGrains.Membership;

internal sealed partial class GroupState
{
    /// <summary>
    /// Says in what another state differs, or null if it is the same. By which callbacks a repetition would be recognised is
    /// compared too, as far as it still could be.
    /// </summary>
    public string? DifferenceFrom(GroupState other) =>
        Head != other.Head ? "head"
        : Status != other.Status ? "status"
        : !string.Equals(Type, other.Type, StringComparison.Ordinal) ? "type"
        : !string.Equals(OwnerId, other.OwnerId, StringComparison.Ordinal) || OwnerTime != other.OwnerTime ? "owner"
        : Untracked != other.Untracked || MembershipComplete != other.MembershipComplete
            || CreationSeen != other.CreationSeen ? "flags"
        : DismissedAt != other.DismissedAt || DismissedBy != other.DismissedBy ? "dismissal"
        : AliveAt != other.AliveAt || ImportedAt != other.ImportedAt || Clock != other.Clock ? "times"
        : Joined != other.Joined || Exits != other.Exits ? "counters"
        : MemberCount != other.MemberCount ? "number of members"
        : !SameLast(LastGroupChange, other.LastGroupChange) ? "last change"
        : DifferentUser(other) is { } userId ? $"user {userId}"
        : RememberedNow().SequenceEqual(other.RememberedNow()) ? null : "memory of leavers";

    private string? DifferentUser(GroupState other)
    {
        if (_users.Count != other._users.Count)
        {
            return "count";
        }

        foreach (var (userId, user) in _users)
        {
            if (!other._users.TryGetValue(userId, out var another) || !user.SameAs(another)
                || !SameLast(user.Last, another.Last))
            {
                return userId;
            }
        }

        return null;
    }

    private bool SameLast(LastChange? mine, LastChange? theirs) => (Recognisable(mine), Recognisable(theirs)) switch
    {
        (null, null) => true,
        ({ } one, { } another) => one.SameAs(another),
        _ => false,
    };

    private IEnumerable<Remembered> RememberedNow() => (_remembered ?? []).Where(IsCurrent);
}
