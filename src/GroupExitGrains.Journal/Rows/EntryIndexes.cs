using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>
/// Columns that only serve to find an entry are not hashed. They are held against what is, so that an entry cannot be
/// hidden from a user's or a period's history unseen.
/// </summary>
internal static class EntryIndexes
{
    /// <exception cref="JournalDamagedException">A column says otherwise than the entry and its callback.</exception>
    public static void Check(
        GroupKey group, in LedgerEntry entry, CallbackFacts facts, long? userHash, long receivedAt)
    {
        if (facts.Group != group)
        {
            throw new JournalDamagedException($"Entry {entry.Sequence} belongs to a callback of another group.");
        }

        long? expected = entry.UserId is { } userId ? UserHash.Of(group.Source, userId) : null;
        if (userHash != expected)
        {
            throw new JournalDamagedException($"Entry {entry.Sequence} is indexed under another user.");
        }

        if (receivedAt != facts.ReceivedAt.ToUnixTimeMilliseconds())
        {
            throw new JournalDamagedException($"Entry {entry.Sequence} is filed under another time of receipt.");
        }
    }
}
