using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>A query on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.audit-query")]
internal struct AuditQuerySurrogate
{
    [Id(0)]
    public string? Source;

    [Id(1)]
    public string? GroupId;

    [Id(2)]
    public string? UserId;

    [Id(3)]
    public EntryKind[] Kinds;

    [Id(4)]
    public EntryEffect[] Effects;

    [Id(5)]
    public string? OperatorId;

    [Id(6)]
    public DateTimeOffset? From;

    [Id(7)]
    public DateTimeOffset? To;

    [Id(8)]
    public bool Ascending;

    [Id(9)]
    public long? After;

    [Id(10)]
    public int Limit;
}

[RegisterConverter]
internal sealed class AuditQueryConverter : IConverter<AuditQuery, AuditQuerySurrogate>
{
    public AuditQuery ConvertFromSurrogate(in AuditQuerySurrogate surrogate) => new()
    {
        Source = surrogate.Source,
        GroupId = surrogate.GroupId,
        UserId = surrogate.UserId,
        Kinds = surrogate.Kinds ?? [],
        Effects = surrogate.Effects ?? [],
        OperatorId = surrogate.OperatorId,
        From = surrogate.From,
        To = surrogate.To,
        Ascending = surrogate.Ascending,
        After = surrogate.After,
        Limit = surrogate.Limit,
    };

    public AuditQuerySurrogate ConvertToSurrogate(in AuditQuery value) => new()
    {
        Source = value.Source,
        GroupId = value.GroupId,
        UserId = value.UserId,
        Kinds = [.. value.Kinds],
        Effects = [.. value.Effects],
        OperatorId = value.OperatorId,
        From = value.From,
        To = value.To,
        Ascending = value.Ascending,
        After = value.After,
        Limit = value.Limit,
    };
}
