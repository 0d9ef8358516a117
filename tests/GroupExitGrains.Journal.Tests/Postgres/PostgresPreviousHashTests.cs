using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Postgres.Writing;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>Each entry has the hash of the one before beside its own, which pages show.</summary>
public sealed class PostgresPreviousHashTests(PostgresFixture postgres) : IAsyncLifetime
{
    private const string Held = "SELECT count(*)::integer FROM entries WHERE previous_hash IS NOT NULL";
    private const string Wrong =
        """
        SELECT count(*)::integer
        FROM (
            SELECT previous_hash, lag(hash, 1, decode(repeat('00', 32), 'hex')) OVER (PARTITION BY group_key ORDER BY sequence) AS hash
            FROM entries) AS e
        WHERE previous_hash IS DISTINCT FROM hash
        """;

    private PostgresTestStore? _store;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private TestSchema Schema => _store!.Schema;

    public async ValueTask InitializeAsync() => _store = new PostgresTestStore(await postgres.CreateSchemaAsync());

    public async ValueTask DisposeAsync()
    {
        if (_store is not null)
        {
            await _store.DisposeAsync();
        }
    }

    [Fact]
    public async Task Append_ABatchOfManyGroups_HasEachEntrysPreviousHash()
    {
        await using var journal = await _store!.OpenAsync();
        GroupStory[] stories = [new("c"), new("a"), new("b"), new("refused")];
        using var source = Writer(out var connection, out var statement);
        await using var _ = connection;
        using var __ = statement;
        await journal.Journal.AppendAsync(new GroupStory("refused").Tell(EntryKind.Created));

        for (var turn = 0; turn < 2; turn++)
        {
            Append[] batch =
            [
                .. stories.Select(story => story.Tell(EntryKind.Joined, $"{turn}a", $"{turn}b", $"{turn}c")),
                .. stories.Take(2).Select(story => story.Tell(EntryKind.Quit, $"{turn}b")),
                .. stories[2].TellInChunks(new Event(EntryKind.Kicked, [$"{turn}a", $"{turn}b", $"{turn}c"]), 2),
            ];
            statement.Append(AppendBatch.Plan([.. batch.Select(append => new QueuedAppend(append))], [])).ShouldBe([4]);
        }

        (await CountAsync(Held)).ShouldBe(2 * (3 + 3 + 3 + 2 + 3) + 1);
        (await CountAsync(Wrong)).ShouldBe(0);
    }

    [Fact]
    public async Task Append_InPartsOverManyBatches_HasEachEntrysPreviousHash()
    {
        await using var journal = await _store!.OpenAsync();
        var story = new GroupStory("G001");
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Joined, "a", "b", "c", "d", "e"));

        foreach (var part in story.TellInChunks(new Event(EntryKind.Kicked, ["a", "b", "c", "d", "e"]), 2))
        {
            (await journal.Journal.AppendAsync(part)).ShouldBe(AppendOutcome.Appended);
        }

        (await CountAsync(Held)).ShouldBe(10);
        (await CountAsync(Wrong)).ShouldBe(0);
    }

    [Theory]
    [InlineData(1, "set_byte(previous_hash, 31, 1)")]
    [InlineData(2, "set_byte(previous_hash, 0, get_byte(previous_hash, 0) # 1)")]
    [InlineData(3, "hash")]
    [InlineData(3, "''")]
    public async Task Altered_IsFoundThere_ButNoReasonToForgetTheEntry(int sequence, string alteration)
    {
        await using var journal = await _store!.OpenAsync();
        var story = new GroupStory("G001");
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Joined, "a", "b"));
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Quit, "a"));

        await _store.RunAsync($"UPDATE entries SET previous_hash = {alteration} WHERE sequence = {sequence}");

        (await ChainWalk.FirstBrokenAsync(journal.Journal, story.Key, Cancellation)).ShouldBe(sequence);
        (await journal.Journal.ReadAsync(story.Key, 0, withRequests: false, Cancellation).ToListAsync(Cancellation))
            .Count.ShouldBe(3);
    }

    private NpgsqlDataSource Writer(out NpgsqlConnection connection, out BatchStatement statement)
    {
        var source = PackedArrays.AddTo(new NpgsqlDataSourceBuilder(Schema.ConnectionString)).Build();
        connection = source.OpenConnection();
        statement = BatchStatement.Prepare(connection);
        return source;
    }

    private async Task<int> CountAsync(string sql) => (await Schema.QueryAsync<int>(sql)).ShouldHaveSingleItem();
}
