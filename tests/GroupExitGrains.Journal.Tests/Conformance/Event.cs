using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>What a story tells: one kind of thing happening to some users. A created group has no user.</summary>
public sealed record Event(EntryKind Kind, IReadOnlyList<string> UserIds)
{
    public EntryEffect Effect { get; init; } = EntryEffect.Applied;

    public GroupRole Role { get; init; } = GroupRole.Member;

    public string? OperatorId { get; init; }

    public string? Reason { get; init; }

    public DateTimeOffset? ReceivedAt { get; init; }

    public DateTimeOffset? OccurredAt { get; init; }

    public DateTimeOffset? Since { get; init; }

    public bool Untracked { get; init; }
}
