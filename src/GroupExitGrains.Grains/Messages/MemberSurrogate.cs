using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>A member on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.member")]
internal struct MemberSurrogate
{
    [Id(0)]
    public string UserId;

    [Id(1)]
    public GroupRole Role;

    [Id(2)]
    public DateTimeOffset? Since;
}

[RegisterConverter]
internal sealed class MemberConverter : IConverter<Member, MemberSurrogate>
{
    public Member ConvertFromSurrogate(in MemberSurrogate surrogate) =>
        new(surrogate.UserId, surrogate.Role, surrogate.Since);

    public MemberSurrogate ConvertToSurrogate(in Member value) =>
        new() { UserId = value.UserId, Role = value.Role, Since = value.Since };
}
