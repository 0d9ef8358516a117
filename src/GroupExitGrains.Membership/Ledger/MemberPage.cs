namespace GroupExitGrains.Membership;

/// <summary>Picks a page out of members that are kept in no order.</summary>
internal static class MemberPage
{
    /// <summary>The first <paramref name="count"/> by ordinal order of user id that come after <paramref name="after"/>.</summary>
    public static List<KeyValuePair<string, UserState>> Select(
        IEnumerable<KeyValuePair<string, UserState>> members, string? after, int count)
    {
        // A heap with the largest of the smallest on top: one pass over the group, whatever the page.
        var smallest = new PriorityQueue<KeyValuePair<string, UserState>, string>(count, DescendingOrdinal.Instance);
        foreach (var member in members)
        {
            if (after is not null && string.CompareOrdinal(member.Key, after) <= 0)
            {
                continue;
            }

            if (smallest.Count < count)
            {
                smallest.Enqueue(member, member.Key);
            }
            else if (string.CompareOrdinal(member.Key, smallest.Peek().Key) < 0)
            {
                smallest.DequeueEnqueue(member, member.Key);
            }
        }

        var page = new List<KeyValuePair<string, UserState>>(smallest.Count);
        while (smallest.TryDequeue(out var member, out _))
        {
            page.Add(member);
        }

        page.Reverse();
        return page;
    }

    private sealed class DescendingOrdinal : IComparer<string>
    {
        public static DescendingOrdinal Instance { get; } = new();

        public int Compare(string? x, string? y) => string.CompareOrdinal(y, x);
    }
}
