using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>What shares a transaction.</summary>
public sealed class SqliteWriterTests : IAsyncLifetime
{
    private readonly SqliteStore _store = new();
    private readonly ManualResetEventSlim _goOn = new();
    private SqliteWriter? _writer;

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private SqliteWriter Writer => _writer!;

    public ValueTask InitializeAsync()
    {
        var file = new SqliteFile(new() { ConnectionString = _store.ConnectionString });
        var database = file.OpenOrCreate();
        SqliteSchema.Migrate(database, TimeProvider.System);
        _writer = new SqliteWriter(file, database, new QueueBounds(), NullLogger.Instance);
        return ValueTask.CompletedTask;
    }

    public async ValueTask DisposeAsync()
    {
        _goOn.Set();
        await Writer.DisposeAsync();
        _goOn.Dispose();
        await _store.DisposeAsync();
    }

    [Fact]
    public async Task Step_ThatFails_IsUndoneAloneAndTheAppendsOfItsTransactionStand()
    {
        var story = new GroupStory("G001");
        var holding = HoldAsync();
        var step = Writer.RunAsync(bytes: 0, database => database.Execute("UPDATE rollup_state SET position = 7; INSERT INTO rollup_state VALUES (1, 0)"));
        var append = Writer.AppendAsync(story.Tell(EntryKind.Joined, "ann"));
        _goOn.Set();
        await holding;

        await Should.ThrowAsync<JournalUnavailableException>(() => step);
        (await append).ShouldBe(AppendOutcome.Appended);
        (await Writer.AppendAsync(story.Tell(EntryKind.Quit, "ann"))).ShouldBe(AppendOutcome.Appended);
        _store.Query("SELECT position FROM rollup_state").ShouldBe(["0"]);
        _store.Query("SELECT sequence FROM groups").ShouldBe(["2"]);
    }

    /// <summary>Keeps the writer at work, so that what is queued meanwhile is one batch.</summary>
    private Task HoldAsync() => Writer.RunAsync(bytes: 0, _ => _goOn.Wait(Cancellation));
}
