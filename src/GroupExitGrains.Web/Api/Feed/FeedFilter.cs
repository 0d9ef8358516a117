using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Says of an entry in memory what storage says of one in a query.</summary>
internal sealed class FeedFilter(AuditQuery query, SourceScope scope)
{
    public bool Admits(AuditEntry audit)
    {
        var (entry, facts) = (audit.Entry, audit.Facts);
        return scope.Admits(facts.Group.Source)
            && (query.Source is null || query.Source == facts.Group.Source)
            && (query.GroupId is null || query.GroupId == facts.Group.GroupId)
            && (query.UserId is null || query.UserId == entry.UserId)
            && (query.OperatorId is null || query.OperatorId == facts.OperatorId)
            && (query.Kinds.Count == 0 || query.Kinds.Contains(entry.Kind))
            && (query.Effects.Count == 0 || query.Effects.Contains(entry.Effect))
            && (query.From is null || facts.ReceivedAt >= query.From)
            && (query.To is null || facts.ReceivedAt < query.To);
    }
}
