namespace GroupExitGrains.Membership;

/// <summary>An entry read back from the journal, with what is needed to check it.</summary>
/// <param name="Position">Its position.</param>
/// <param name="Entry">The entry with the hash that is stored.</param>
/// <param name="FactsBytes">The stored bytes of its callback's facts; the same memory for entries of one callback in a row.</param>
/// <param name="RequestBytes">The stored bytes of its callback's raw request, if asked for and this is the callback's first entry.</param>
/// <param name="PreviousHash">
/// The hash of the entry before, where a copy of it is stored beside this one, and raw requests are asked for: whoever only loads a
/// group has no use for it.
/// </param>
public readonly record struct StoredEntry(
    long Position,
    LedgerEntry Entry,
    ReadOnlyMemory<byte> FactsBytes,
    ReadOnlyMemory<byte>? RequestBytes,
    EntryHash? PreviousHash = null);
