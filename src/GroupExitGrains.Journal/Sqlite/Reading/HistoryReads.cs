using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>Reads over many groups.</summary>
internal static class HistoryReads
{
    private const string OfUser = """
        SELECT e.group_key, e.callback_key, e.kind, e.effect, e.since
        FROM entries e INDEXED BY entries_by_user
        WHERE e.user_hash = ?1 AND e.user_id = ?2
            AND (SELECT g.source FROM groups g WHERE g.group_key = e.group_key) = ?3
        ORDER BY e.position
        """;

    /// <exception cref="JournalDamagedException">An entry of the page cannot be read back.</exception>
    public static Page<AuditEntry> Page(Database database, AuditQuery query)
    {
        var page = new EntryPageBuilder(query);
        if (EntryScan.Start(database, query) is not { } row)
        {
            return page.Build();
        }

        var callbackKey = -1L;
        CallbackFacts? facts = null;
        while (row.Step())
        {
            var factsBytes = row.Bytes(EntryScan.Facts);
            if (row.Number(EntryScan.CallbackKey) != callbackKey)
            {
                callbackKey = row.Number(EntryScan.CallbackKey);
                facts = factsBytes.IsEmpty
                    ? throw new JournalDamagedException($"The callback of entry {row.Number(EntryScan.Position)} is missing.")
                    : CallbackFactsCodec.Decode(factsBytes);
            }

            if (!page.TryAdd(Decode(row, facts!), factsBytes.Length))
            {
                row.Reset();
                break;
            }
        }

        return page.Build();
    }

    public static UserSummary? User(Database database, UserKey user)
    {
        var row = database.Prepared(OfUser)
            .Bind(1, UserHash.Of(user.Source, user.UserId)).Bind(2, user.UserId).Bind(3, user.Source);
        var trail = new UserTrail();
        while (row.Step())
        {
            trail.Add(
                row.Number(0),
                row.Number(1),
                (EntryKind)row.Number(2),
                (EntryEffect)row.Number(3),
                row.NumberOrNull(4) is { } since ? UnixTime.Read(since) : null);
        }

        if (trail.IsEmpty)
        {
            return null;
        }

        var groups = trail.In
            .Select(latest => latest.Membership(Facts(database, latest.CallbackKey)))
            .OfType<UserMembership>()
            .OrderBy(membership => membership.GroupId, StringComparer.Ordinal)
            .ToList();
        return new(user, groups, trail.Exits);
    }

    public static IReadOnlyList<SourceTotals> Sources(Database database)
    {
        var row = database.Prepared("""
            SELECT source, recorded, duplicates, joined, quit, kicked, dismissed, gone, last_received_at
            FROM source_totals
            ORDER BY source
            """);
        var totals = new List<SourceTotals>();
        while (row.Step())
        {
            totals.Add(new(
                row.Text(0),
                row.Number(1),
                row.Number(2),
                row.Number(3),
                new(row.Number(4), row.Number(5), row.Number(6), row.Number(7)),
                UnixTime.Read(row.Number(8))));
        }

        return totals;
    }

    private static AuditEntry Decode(Statement row, CallbackFacts facts)
    {
        var entry = new EntryRow
        {
            Sequence = row.Number(EntryScan.Sequence),
            Kind = row.Number(EntryScan.Kind),
            Effect = row.Number(EntryScan.Effect),
            Role = row.Number(EntryScan.Role),
            WasMember = row.Number(EntryScan.WasMember) != 0,
            Since = row.NumberOrNull(EntryScan.Since),
            UserId = row.TextOrNull(EntryScan.UserId),
            Hash = row.Bytes(EntryScan.Hash),
        }.Decode();
        var previous = entry.Sequence == 1 ? EntryHash.Zero : row.Hash(EntryScan.PreviousHash);
        return new(row.Number(EntryScan.Position), entry, facts, previous);
    }

    private static CallbackFacts Facts(Database database, long callbackKey)
    {
        var row = database.Prepared("SELECT facts FROM callbacks WHERE callback_key = ?1").Bind(1, callbackKey);
        if (!row.Step())
        {
            throw new JournalDamagedException($"Callback {callbackKey} is missing.");
        }

        var facts = CallbackFactsCodec.Decode(row.Bytes(0));
        row.Reset();
        return facts;
    }
}
