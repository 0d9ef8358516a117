namespace GroupExitGrains.Membership;

/// <summary>A callback read back from the journal.</summary>
/// <param name="State">Recorded, a duplicate, or pending.</param>
/// <param name="DuplicateOf">The callback that it repeats.</param>
/// <param name="FactsBytes">Canonical bytes of its facts.</param>
/// <param name="RequestBytes">Canonical bytes of its raw request.</param>
/// <param name="FirstSequence">The sequence of its first entry; absent without entries.</param>
/// <param name="EntryCount">How many entries it has by now.</param>
public sealed record StoredCallback(
    CallbackState State,
    CallbackId? DuplicateOf,
    ReadOnlyMemory<byte> FactsBytes,
    ReadOnlyMemory<byte> RequestBytes,
    long? FirstSequence,
    int EntryCount);
