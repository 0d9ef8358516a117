namespace GroupExitGrains.Membership;

/// <summary>What a ledger asks the journal to make durable, all or nothing.</summary>
public sealed class Append
{
    /// <summary>The group.</summary>
    public required GroupKey Group { get; init; }

    /// <summary>The head that this continues. The journal refuses it if the group's head row says otherwise.</summary>
    public required GroupHead Expected { get; init; }

    /// <summary>
    /// The group as it is after this append; its <see cref="GroupSummary.Head"/> is the new head. Its
    /// <see cref="GroupSummary.Duplicates"/> is not stored: the journal counts duplicates itself.
    /// </summary>
    public required GroupSummary Summary { get; init; }

    /// <summary>How much of the callback this is.</summary>
    public required AppendPart Part { get; init; }

    /// <summary>What the entries share; its canonical bytes are stored and hashed.</summary>
    public required CallbackFacts Facts { get; init; }

    /// <summary>Canonical bytes of <see cref="Facts"/>.</summary>
    public required ReadOnlyMemory<byte> FactsBytes { get; init; }

    /// <summary>Canonical bytes of the raw request; empty for a later part, which has it in the journal already.</summary>
    public ReadOnlyMemory<byte> RequestBytes { get; init; }

    /// <summary>The entries, numbered from <see cref="Expected"/>'s sequence plus one. Empty for a duplicate and for <see cref="AppendPart.Begin"/>.</summary>
    public IReadOnlyList<LedgerEntry> Entries { get; init; } = [];

    /// <summary>The callback that this one repeats: there are no entries, and the head stays.</summary>
    public CallbackId? DuplicateOf { get; init; }

    /// <summary>For <see cref="AppendPart.Begin"/>: the change as understood, so that its entries can be worked out again.</summary>
    public ReadOnlyMemory<byte> ChangeBytes { get; init; }
}

/// <summary>How much of a callback an append carries.</summary>
public enum AppendPart
{
    /// <summary>All of it, with its raw request.</summary>
    Whole,

    /// <summary>The callback and its raw request; the entries follow. Until the last of them the group takes nothing else.</summary>
    Begin,

    /// <summary>Some entries of the callback begun.</summary>
    Chunk,

    /// <summary>The last entries of the callback begun.</summary>
    Last,
}
