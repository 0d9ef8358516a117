using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>A user's groups and exits, on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.user-summary")]
internal struct UserSummarySurrogate
{
    [Id(0)]
    public string Source;

    [Id(1)]
    public string UserId;

    [Id(2)]
    public UserMembership[] Groups;

    [Id(3)]
    public ExitCounts Exits;
}

[RegisterConverter]
internal sealed class UserSummaryConverter : IConverter<UserSummary, UserSummarySurrogate>
{
    public UserSummary ConvertFromSurrogate(in UserSummarySurrogate surrogate) =>
        new(new UserKey(surrogate.Source, surrogate.UserId), surrogate.Groups ?? [], surrogate.Exits);

    public UserSummarySurrogate ConvertToSurrogate(in UserSummary value) => new()
    {
        Source = value.User.Source,
        UserId = value.User.UserId,
        Groups = [.. value.Groups],
        Exits = value.Exits,
    };
}

/// <summary>A user's membership of one group, on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.user-membership")]
internal struct UserMembershipSurrogate
{
    [Id(0)]
    public string GroupId;

    [Id(1)]
    public DateTimeOffset? Since;
}

[RegisterConverter]
internal sealed class UserMembershipConverter : IConverter<UserMembership, UserMembershipSurrogate>
{
    public UserMembership ConvertFromSurrogate(in UserMembershipSurrogate surrogate) =>
        new(surrogate.GroupId, surrogate.Since);

    public UserMembershipSurrogate ConvertToSurrogate(in UserMembership value) =>
        new() { GroupId = value.GroupId, Since = value.Since };
}
