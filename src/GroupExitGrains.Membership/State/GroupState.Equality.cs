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
        if (Users.Count != other.Users.Count)
        {
            return "count";
        }

        foreach (var user in Users.Rows())
        {
            if (!other.Users.TryGet(user.Id.Span, out var another) || !user.State.SameAs(another)
                || !SameLast(user.State.Last, another.Last))
            {
                return user.UserId;
            }
        }

        return null;
    }

    private bool SameLast(LastChange? mine, LastChange? theirs) => Recognisable(mine) == Recognisable(theirs);

    private IEnumerable<(string UserId, long Clock)> RememberedNow() =>
        Users.Leavers().Select(leaver => (leaver.User.UserId, leaver.Clock));
}
