using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>A schema, and journals opened on it.</summary>
internal sealed class PostgresTestStore(TestSchema schema) : TestStore
{
    private const string Entry =
        "group_key = (SELECT group_key FROM groups WHERE source = $1 AND group_id = $2) AND sequence = $3";

    private const string Callback = $"id = (SELECT callback_id FROM entries WHERE {Entry})";
    private const string Head = "source = $1 AND group_id = $2 AND $3::bigint IS NOT NULL";

    private static readonly Dictionary<Damage, string> Statements = new()
    {
        [Damage.EntryHash] = $"UPDATE entries SET hash = {Flipped("hash", "0")} WHERE {Entry}",
        [Damage.EntryUser] = $"UPDATE entries SET user_id = user_id || 'x' WHERE {Entry}",
        [Damage.EntryUserAndIndex] =
            $"UPDATE entries SET user_id = 'zed', user_hash = {UserHash.Of("openim", "zed")} WHERE {Entry}",
        [Damage.EntryUserIndex] = $"UPDATE entries SET user_hash = user_hash # 1 WHERE {Entry}",
        [Damage.EntryKind] = $"UPDATE entries SET kind = kind % 9 + 1 WHERE {Entry}",
        [Damage.EntryEffect] = $"UPDATE entries SET effect = 99 WHERE {Entry}",
        [Damage.EntryReceivedAt] = $"UPDATE entries SET received_at = received_at + 1 WHERE {Entry}",
        [Damage.EntryCallback] =
            $"""
             UPDATE entries AS e
             SET callback_id = (SELECT id FROM callbacks AS c WHERE c.group_key <> e.group_key LIMIT 1) WHERE {Entry}
             """,
        [Damage.EntryMissing] = $"DELETE FROM entries WHERE {Entry}",
        [Damage.CallbackFacts] =
            $"UPDATE callbacks SET facts = {Flipped("facts", "length(facts) - 1")} WHERE {Callback}",
        [Damage.CallbackFactsVersion] = $"UPDATE callbacks SET facts = {Flipped("facts", "0")} WHERE {Callback}",
        [Damage.CallbackRequest] =
            $"UPDATE callbacks SET request = {Flipped("request", "length(request) - 1")} WHERE {Callback}",
        [Damage.CallbackMissing] = $"DELETE FROM callbacks WHERE {Callback}",
        [Damage.HeadHash] = $"UPDATE groups SET hash = {Flipped("hash", "0")} WHERE {Head}",
        [Damage.HeadSequence] = $"UPDATE groups SET sequence = sequence - 1 WHERE {Head}",
        [Damage.HeadSummary] = $"UPDATE groups SET summary = {Flipped("summary", "0")} WHERE {Head}",
    };

    private int _refusals;

    public TestSchema Schema => schema;

    public override async Task<IJournalStorage> OpenAsync(RejectionBounds? bounds = null) =>
        await PostgresJournal.OpenAsync(
            new() { ConnectionString = schema.ConnectionString, Rejections = bounds ?? new() },
            NullLoggerFactory.Instance,
            TimeProvider.System,
            TestContext.Current.CancellationToken);

    public override async Task DamageAsync(Damage damage, GroupKey group, long sequence) =>
        (await schema.ExecuteAsync(Statements[damage], group.Source, group.GroupId, sequence)).ShouldBe(1);

    public override async Task RefuseEntriesOfAsync(string userId) => await schema.ExecuteAsync(
        $"""
         CREATE OR REPLACE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$
         BEGIN
             RAISE EXCEPTION 'Entries of this user are refused.';
         END $$;
         CREATE TRIGGER refuse_{++_refusals} BEFORE INSERT ON entries
         FOR EACH ROW WHEN (NEW.user_id = '{userId}') EXECUTE FUNCTION refuse();
         """);

    public override async Task AllowEntriesAsync() => await schema.ExecuteAsync("DROP FUNCTION refuse CASCADE");

    public override async Task RunAsync(string sql) => (await schema.ExecuteAsync(sql)).ShouldBe(1);

    public override async Task PretendLaterSchemaAsync() =>
        await schema.ExecuteAsync("INSERT INTO journal_migrations (number, name) VALUES (9999, '9999_later')");

    public override async Task<IReadOnlyList<int>> AppliedMigrationsAsync() => await schema.QueryAsync<int>(
        "SELECT count(*)::integer FROM journal_migrations GROUP BY number ORDER BY number");

    public override ValueTask DisposeAsync() => schema.DisposeAsync();

    private static string Flipped(string column, string offset) =>
        $"set_byte({column}, {offset}, get_byte({column}, {offset}) # 1)";
}
