namespace GroupExitGrains.Membership;

/// <summary>What a callback comes to: a duplicate of another, or entries (none, if it names nobody).</summary>
/// <param name="DuplicateOf">The callback that it repeats.</param>
/// <param name="Entries">Its entries in order.</param>
internal readonly record struct Decision(CallbackId? DuplicateOf, IReadOnlyList<EntryDraft> Entries)
{
    public static Decision Duplicate(CallbackId of) => new(of, []);

    public static Decision Record(IReadOnlyList<EntryDraft> entries) => new(null, entries);
}
