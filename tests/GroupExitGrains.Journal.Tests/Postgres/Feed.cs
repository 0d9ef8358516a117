using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>Reads everything, and holds it against what was acknowledged.</summary>
internal static class Feed
{
    public static async Task<List<AuditEntry>> ReadAsync(
        IJournalStorage storage, long after, CancellationToken cancellationToken)
    {
        var entries = new List<AuditEntry>();
        var query = new AuditQuery { Ascending = true, Limit = AuditQuery.MaxLimit, After = after };
        while (true)
        {
            var page = await storage.History.PageAsync(query, cancellationToken);
            entries.AddRange(page.Items);
            if (page.Next is null)
            {
                return entries;
            }

            query = query with { After = Digits.Read(page.Next) };
        }
    }

    /// <summary>Each user told has one entry, no more; positions have no gap; every chain holds.</summary>
    public static async Task ShouldHoldEachOnceAsync(
        IJournalStorage storage, IEnumerable<string> groupIds, IEnumerable<string> userIds, CancellationToken cancellationToken)
    {
        var feed = await ReadAsync(storage, 0, cancellationToken);
        feed.Select(entry => entry.Entry.UserId!).Order(StringComparer.Ordinal)
            .ShouldBe(userIds.Order(StringComparer.Ordinal));
        feed.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, feed.Count).Select(number => (long)number));
        foreach (var groupId in groupIds)
        {
            (await ChainWalk.FirstBrokenAsync(storage.Journal, TestLedger.Key(groupId), cancellationToken)).ShouldBeNull();
        }

        (await storage.History.SourcesAsync(cancellationToken)).ShouldHaveSingleItem().Joined.ShouldBe(feed.Count);
    }
}
