using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Rollups;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>What is read beside the writer is added once, whatever happens in between.</summary>
public sealed class SqliteRollupsTests : IAsyncLifetime
{
    private readonly SqliteStore _store = new();
    private readonly ManualResetEventSlim _goOn = new();
    private readonly GroupStory _story = new("G001");
    private SqliteWriter? _writer;
    private ReadPool? _readers;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SqliteWriter Writer => _writer!;

    private SqliteRollups Rollups => new(Writer, _readers!);

    public ValueTask InitializeAsync()
    {
        var file = new SqliteFile(new() { ConnectionString = _store.ConnectionString });
        var database = file.OpenOrCreate();
        SqliteSchema.Migrate(database, TimeProvider.System);
        _writer = new SqliteWriter(file, database, new QueueBounds(), NullLogger.Instance);
        _readers = new ReadPool(file, size: 1);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _goOn.Set();
        await _readers!.DisposeAsync();
        await Writer.DisposeAsync();
        _goOn.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Counts_BesideAStepThatFails_AreAddedOnce()
    {
        await Writer.AppendAsync(_story.Tell(EntryKind.Joined, "ann", "bob"));
        var counts = await NextAsync(most: 100);
        var holding = Writer.RunAsync(bytes: 0, _ => _goOn.Wait(Cancellation));
        var added = Writer.RunAsync(bytes: 0, database => RollupWrite.TryAdd(database, counts));
        var step = Writer.RunAsync(bytes: 0, database => database.Execute("INSERT INTO rollup_state VALUES (1, 0)"));
        _goOn.Set();
        await Task.WhenAll(holding, added);
        await Should.ThrowAsync<JournalUnavailableException>(() => step);
        await Rollups.AdvanceAsync(Cancellation);

        _store.Query("SELECT count FROM group_counts").ShouldBe(["2"]);
        _store.Query("SELECT position FROM rollup_state").ShouldBe(["2"]);
    }

    [Fact]
    public async Task Counts_ThatAnotherProcessHasAddedMeanwhile_AreNotAddedAgain()
    {
        await Writer.AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        var counts = await NextAsync(most: 100);
        await Writer.AppendAsync(_story.Tell(EntryKind.Quit, "ann"));
        (await Rollups.AdvanceAsync(Cancellation)).ShouldBeFalse();

        var isAdded = true;
        await Writer.RunAsync(bytes: 0, database => isAdded = RollupWrite.TryAdd(database, counts));

        isAdded.ShouldBeFalse();
        _store.Query("SELECT sum(count) FROM group_counts").ShouldBe(["2"]);
        _store.Query("SELECT position FROM rollup_state").ShouldBe(["2"]);
    }

    [Fact]
    public async Task Advance_WhereAnotherProcessHasAddedFewerMeanwhile_SaysThatThereMayBeMore()
    {
        await Writer.AppendAsync(_story.Tell(EntryKind.Joined, "ann", "bob"));
        var fewer = await NextAsync(most: 1);
        var holding = Writer.RunAsync(bytes: 0, _ => _goOn.Wait(Cancellation));
        var others = Writer.RunAsync(bytes: 0, database => RollupWrite.TryAdd(database, fewer));
        var advanced = Rollups.AdvanceAsync(Cancellation);

        // There is one reader, and it is had in turn: behind this one, what is advanced has been read.
        await NextAsync(most: 1);
        _goOn.Set();
        await Task.WhenAll(holding, others);

        (await advanced).ShouldBeTrue();
        _store.Query("SELECT position FROM rollup_state").ShouldBe(["1"]);
        (await Rollups.AdvanceAsync(Cancellation)).ShouldBeFalse();
        _store.Query("SELECT position FROM rollup_state").ShouldBe(["2"]);
    }

    [Fact]
    public async Task Counts_WhereVeryManyEntriesAreGoneOrDamaged_GoOnBehindThem()
    {
        for (var i = 0; i < 100; i++)
        {
            await Writer.AppendAsync(_story.Tell(EntryKind.Joined, [.. Enumerable.Range(0, 10).Select(user => $"user{i}-{user}")]));
        }

        _store.Execute("DELETE FROM entries WHERE position > 10 AND position <= 900").ShouldBe(890);
        _store.Execute("UPDATE callbacks SET operator_id = CAST(x'FF' AS TEXT) WHERE callback_key = 91").ShouldBe(1);
        _store.Execute("DELETE FROM callbacks WHERE callback_key = 92").ShouldBe(1);
        while (await Rollups.AdvanceAsync(Cancellation))
        {
            // Until nothing is left.
        }

        _store.Query("SELECT sum(count) FROM group_counts").ShouldBe(["100"]);
        _store.Query("SELECT position FROM rollup_state").ShouldBe(["1000"]);
    }

    [Fact]
    public void Entries_ThatAreCountedAlready_AreNotWalked()
    {
        var plan = _store.Query("EXPLAIN QUERY PLAN " + RollupRead.Entries.Replace("?1", "150", StringComparison.Ordinal), column: 3);

        plan.ShouldNotBeEmpty();
        plan.ShouldAllBe(step => step.StartsWith("SEARCH", StringComparison.Ordinal));
    }

    private Task<RollupCounts> NextAsync(int most) => _readers!.ReadAsync(database => RollupRead.Next(database, most), Cancellation);
}
