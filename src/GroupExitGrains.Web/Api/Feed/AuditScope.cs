using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>The part of the history over everything that a request is about.</summary>
internal static class AuditScope
{
    /// <summary>Every filter, where a listing has no pages.</summary>
    public static IReadOnlyList<ApiParameter> Parameters { get; } =
    [
        ApiParameter.Source, ApiParameter.Group, ApiParameter.User, ApiParameter.Kind, ApiParameter.Operator, ApiParameter.Effect,
        ApiParameter.From, ApiParameter.To, ApiParameter.After,
    ];

    /// <summary>Source, group and user.</summary>
    /// <exception cref="ProblemException">A group or a user without its source.</exception>
    public static AuditQuery Read(ApiQuery query)
    {
        var scope = new AuditQuery
        {
            Source = query.Text(ApiParameter.Source),
            GroupId = query.Id(ApiParameter.Group),
            UserId = query.Id(ApiParameter.User),
        };
        return scope.Source is null && (scope.GroupId ?? scope.UserId) is not null
            ? throw Problems.MissingParameter.Exception("group and user need source: ids of different sources are different.")
            : scope;
    }

    /// <summary>The scope with the filters that every history takes.</summary>
    /// <exception cref="ProblemException">A filter cannot be read, or two contradict each other.</exception>
    public static AuditQuery Filtered(ApiQuery query, AuditQuery scope)
    {
        var (from, to) = (query.Time(ApiParameter.From), query.Time(ApiParameter.To));
        return from > to
            ? throw Problems.ConflictingParameters.Exception("from is later than to.")
            : scope with
            {
                Kinds = query.Words<EntryKind>(ApiParameter.Kind),
                Effects = query.Words<EntryEffect>(ApiParameter.Effect),
                OperatorId = query.Id(ApiParameter.Operator),
                From = from,
                To = to,
            };
    }
}
