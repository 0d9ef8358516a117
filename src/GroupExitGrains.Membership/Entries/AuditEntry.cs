namespace GroupExitGrains.Membership;

/// <summary>One entry of the audit history, with all that an auditor may rely on.</summary>
/// <param name="Position">Its place in the one order over all groups: 1, 2, 3 and so on, in the order of commits.</param>
/// <param name="Entry">What happened.</param>
/// <param name="Facts">What it shares with the other entries of its callback.</param>
/// <param name="PreviousHash">The hash that it continues.</param>
public sealed record AuditEntry(long Position, LedgerEntry Entry, CallbackFacts Facts, EntryHash PreviousHash);
