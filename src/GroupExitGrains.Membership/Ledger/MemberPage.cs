using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>Picks a page out of members that are kept in no order.</summary>
internal static class MemberPage
{
    /// <summary>The first <paramref name="count"/> by ordinal order of user id that come after <paramref name="after"/>.</summary>
    public static List<UserRow> Select(IEnumerable<UserRow> members, string? after, int count)
    {
        // A heap with the largest of the smallest on top: one pass over the group, whatever the page.
        var smallest = new PriorityQueue<UserRow, ReadOnlyMemory<byte>>(count, Descending.Instance);
        var behind = after is null ? null : Encoding.UTF8.GetBytes(after);
        foreach (var member in members)
        {
            if (behind is not null && OrdinalUtf8.Compare(member.Id.Span, behind) <= 0)
            {
                continue;
            }

            if (smallest.Count < count)
            {
                smallest.Enqueue(member, member.Id);
            }
            else if (OrdinalUtf8.Compare(member.Id.Span, smallest.Peek().Id.Span) < 0)
            {
                smallest.DequeueEnqueue(member, member.Id);
            }
        }

        var page = new List<UserRow>(smallest.Count);
        while (smallest.TryDequeue(out var member, out _))
        {
            page.Add(member);
        }

        page.Reverse();
        return page;
    }

    private sealed class Descending : IComparer<ReadOnlyMemory<byte>>
    {
        public static Descending Instance { get; } = new();

        public int Compare(ReadOnlyMemory<byte> x, ReadOnlyMemory<byte> y) => OrdinalUtf8.Compare(y.Span, x.Span);
    }
}
