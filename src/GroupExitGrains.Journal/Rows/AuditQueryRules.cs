using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>What every provider demands of a query.</summary>
internal static class AuditQueryRules
{
    /// <exception cref="ArgumentException">The query contradicts its contract.</exception>
    public static void Check(AuditQuery query)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(query.Limit, 1, nameof(query));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(query.Limit, AuditQuery.MaxLimit, nameof(query));
        if (query.Source is null && (query.GroupId ?? query.UserId) is not null)
        {
            throw new ArgumentException("A group or a user needs its source.", nameof(query));
        }
    }
}
