using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>A group's summary on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.group-summary")]
internal struct GroupSummarySurrogate
{
    [Id(0)]
    public string Source;

    [Id(1)]
    public string GroupId;

    [Id(2)]
    public string? Type;

    [Id(3)]
    public GroupStatus Status;

    [Id(4)]
    public bool Untracked;

    [Id(5)]
    public bool MembershipComplete;

    [Id(6)]
    public int MemberCount;

    [Id(7)]
    public string? OwnerId;

    [Id(8)]
    public long Joined;

    [Id(9)]
    public ExitCounts Exits;

    [Id(10)]
    public long Duplicates;

    [Id(11)]
    public long HeadSequence;

    [Id(12)]
    public byte[] HeadHash;

    [Id(13)]
    public DateTimeOffset LastReceivedAt;
}

[RegisterConverter]
internal sealed class GroupSummaryConverter : IConverter<GroupSummary, GroupSummarySurrogate>
{
    public GroupSummary ConvertFromSurrogate(in GroupSummarySurrogate surrogate) => new()
    {
        Group = new GroupKey(surrogate.Source, surrogate.GroupId),
        Type = surrogate.Type,
        Status = surrogate.Status,
        Untracked = surrogate.Untracked,
        MembershipComplete = surrogate.MembershipComplete,
        MemberCount = surrogate.MemberCount,
        OwnerId = surrogate.OwnerId,
        Joined = surrogate.Joined,
        Exits = surrogate.Exits,
        Duplicates = surrogate.Duplicates,
        Head = new GroupHead(surrogate.HeadSequence, EntryHash.Read(surrogate.HeadHash)),
        LastReceivedAt = surrogate.LastReceivedAt,
    };

    public GroupSummarySurrogate ConvertToSurrogate(in GroupSummary value) => new()
    {
        Source = value.Group.Source,
        GroupId = value.Group.GroupId,
        Type = value.Type,
        Status = value.Status,
        Untracked = value.Untracked,
        MembershipComplete = value.MembershipComplete,
        MemberCount = value.MemberCount,
        OwnerId = value.OwnerId,
        Joined = value.Joined,
        Exits = value.Exits,
        Duplicates = value.Duplicates,
        HeadSequence = value.Head.Sequence,
        HeadHash = value.Head.Hash.ToByteArray(),
        LastReceivedAt = value.LastReceivedAt,
    };
}
