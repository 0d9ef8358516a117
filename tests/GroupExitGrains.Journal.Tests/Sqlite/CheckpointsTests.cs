using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Sqlite.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>When the write-ahead log is copied into the file: early where few wait for each commit, and at once where many do.</summary>
public sealed class CheckpointsTests : IAsyncLifetime
{
    private const int Bytes = 1_000_000;
    private readonly SqliteStore _store = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    // A commit counts as six pages, and a write as one more.
    [Theory]
    [InlineData(1, 71, false)]
    [InlineData(1, 72, true)]
    [InlineData(7, 39, true)]
    [InlineData(30, 166, false)]
    [InlineData(30, 167, true)]
    public void Log_BehindSoManyCommitsOfSoMany_IsInTheFile(int writes, int commits, bool isCopied)
    {
        var file = new SqliteFile(new() { ConnectionString = _store.ConnectionString });
        using var database = file.OpenOrCreate();
        database.Execute($"CREATE TABLE large (bytes BLOB); INSERT INTO large VALUES (zeroblob({Bytes}))");
        var batch = Enumerable.Range(0, writes).Select(IQueuedWrite (_) => new QueuedStep(static _ => { }, bytes: 0)).ToList();

        using (var checkpoints = new Checkpoints(file, NullLogger.Instance))
        {
            for (var commit = 0; commit < commits; commit++)
            {
                checkpoints.AfterCommit(database, batch);
            }
        }

        (new FileInfo(_store.Path).Length > Bytes).ShouldBe(isCopied);
    }
}
