using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>Ids of events.</summary>
public static class EventId
{
    /// <summary>The id of an entry's event: the same however often and to whomever it is sent, and of no other entry.</summary>
    public static string Of(AuditEntry audit)
    {
        ArgumentNullException.ThrowIfNull(audit);
        return string.Create(CultureInfo.InvariantCulture, $"{audit.Facts.CallbackId}-{audit.Entry.Sequence}");
    }
}
