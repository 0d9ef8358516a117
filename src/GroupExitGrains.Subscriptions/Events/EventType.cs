using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>The types of events. They never change.</summary>
public static class EventType
{
    /// <summary>The type of the event that a test sends.</summary>
    public const string Test = "groupexit.test";

    /// <summary>
    /// The type of an entry's event: <c>groupexit.member.kicked</c> where it is about a user, <c>groupexit.group.dismissed</c>
    /// where it is about the group itself.
    /// </summary>
    public static string Of(LedgerEntry entry)
    {
        var about = entry.Kind == EntryKind.OwnerChanged || entry.UserId is null ? "group" : "member";
        return $"groupexit.{about}.{Words<EntryKind>.Of(entry.Kind)}";
    }
}
