namespace GroupExitGrains.Membership;

/// <summary>An entry before it is numbered and chained.</summary>
internal readonly record struct EntryDraft(
    EntryKind Kind,
    string? UserId,
    EntryEffect Effect,
    bool WasMember = false,
    GroupRole Role = GroupRole.Unknown,
    DateTimeOffset? Since = null);
