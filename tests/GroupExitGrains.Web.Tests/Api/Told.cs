using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Something that a vendor tells of a group.</summary>
internal sealed record Told(ChangeKind Kind, string GroupId, params string[] UserIds)
{
    public string Source { get; init; } = "openim";

    public string Command { get; init; } = "callbackAfterKickGroupCommand";

    public string? OperationId { get; init; }

    public string? OperatorId { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public string? ClientIp { get; init; }

    public string? Platform { get; init; }

    public string? GroupType { get; init; }

    public bool Untracked { get; init; }

    public GroupRole Role { get; init; }

    public bool ListsAllMembers { get; init; }

    public RawRequest? Request { get; init; }

    public Callback At(DateTimeOffset receivedAt) => new()
    {
        Id = CallbackId.New(receivedAt),
        Source = Source,
        Command = Command,
        OperationId = OperationId,
        ReceivedAt = receivedAt,
        ClientIp = ClientIp,
        ClientPlatform = Platform,
        Request = Request ?? new RawRequest("", [], Encoding.UTF8.GetBytes($"{{\"at\":\"{receivedAt:O}\"}}")),
        Change = new GroupChange
        {
            Kind = Kind,
            GroupId = GroupId,
            Users = [.. UserIds.Select(id => new ChangedUser(id, Role))],
            OperatorId = OperatorId,
            OperatorBasis = OperatorId is null ? OperatorBasis.Unknown : OperatorBasis.Reported,
            Reason = Reason,
            OccurredAt = OccurredAt,
            GroupType = GroupType,
            Untracked = Untracked,
            ListsAllMembers = ListsAllMembers,
        },
    };
}
