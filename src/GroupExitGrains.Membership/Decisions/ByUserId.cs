namespace GroupExitGrains.Membership;

/// <summary>Orders drafts by user id, ordinal.</summary>
internal sealed class ByUserId : IComparer<EntryDraft>
{
    public static ByUserId Instance { get; } = new();

    public int Compare(EntryDraft x, EntryDraft y) => string.CompareOrdinal(x.UserId, y.UserId);
}
