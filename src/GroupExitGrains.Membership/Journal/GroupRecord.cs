namespace GroupExitGrains.Membership;

/// <summary>A group as its head row has it.</summary>
/// <param name="Summary">The summary after the last append, duplicates included.</param>
/// <param name="Pending">The callback that is being appended in parts.</param>
public sealed record GroupRecord(GroupSummary Summary, PendingCallback? Pending);

/// <summary>A callback that is durable, whose entries are not all appended yet.</summary>
/// <param name="Base">The group's head when it was begun; the entries after it are this callback's.</param>
/// <param name="FactsBytes">Canonical bytes of what its entries share.</param>
/// <param name="ChangeBytes">The change as understood.</param>
public sealed record PendingCallback(GroupHead Base, ReadOnlyMemory<byte> FactsBytes, ReadOnlyMemory<byte> ChangeBytes);
