using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Journal.Sqlite.Writing;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>
/// When the write-ahead log is copied into the file: in pieces where few wait for each commit, and all at once where many do. A
/// commit counts as six pages, and a write as one more.
/// </summary>
public sealed class CheckpointsTests : IAsyncLifetime
{
    private const int Bytes = 1_000_000;
    private readonly SqliteStore _store = new();
    private Database? _database;
    private LogCopy? _copy;
    private Checkpoints? _checkpoints;

    private Database Database => _database!;

    private LogCopy Copy => _copy!;

    private Checkpoints Checkpoints => _checkpoints!;

    public ValueTask InitializeAsync()
    {
        var file = new SqliteFile(new() { ConnectionString = _store.ConnectionString });
        _database = file.OpenOrCreate();
        _copy = new LogCopy(file, NullLogger.Instance);
        _checkpoints = new Checkpoints(_copy, NullLogger.Instance);
        Database.Execute("CREATE TABLE large (bytes BLOB)");
        return ValueTask.CompletedTask;
    }

    public ValueTask DisposeAsync()
    {
        Checkpoints.Dispose();
        Database.Dispose();
        return _store.DisposeAsync();
    }

    [Theory]
    [InlineData(1, 71, false)]
    [InlineData(1, 72, true)]
    [InlineData(7, 38, false)]
    [InlineData(7, 39, true)]
    [InlineData(12, 333, false)]
    [InlineData(12, 334, true)]
    [InlineData(30, 166, false)]
    [InlineData(30, 167, true)]
    public void Log_BehindSoManyCommitsOfSoMany_IsInTheFile(int writes, int commits, bool isCopied)
    {
        Commit();

        Count(writes, commits);

        (FileLength() > Bytes).ShouldBe(isCopied);
    }

    [Fact]
    public void Log_BehindAPiece_IsCopiedWithTheNext()
    {
        Commit();
        Count(writes: 1, commits: 72);
        Commit();
        Count(writes: 1, commits: 71);
        FileLength().ShouldBeLessThan(2 * Bytes);

        Count(writes: 1, commits: 1);

        FileLength().ShouldBeGreaterThan(2 * Bytes);
    }

    [Fact]
    public void Log_ThatWasLong_IsFinishedByTheWriterAndStartsAnew()
    {
        Commit();
        Count(writes: 30, commits: 167);
        Commit();
        var length = LogLength();

        Count(writes: 1, commits: 1);
        Commit();

        LogLength().ShouldBe(length);
    }

    [Fact]
    public void Log_BehindAPiece_IsNotFinishedByTheWriter()
    {
        Commit();
        Count(writes: 1, commits: 72);
        Commit();
        var length = LogLength();

        Count(writes: 1, commits: 1);
        Commit();

        LogLength().ShouldBeGreaterThan(length);
    }

    [Theory]
    [InlineData(1, false, false)]
    [InlineData(1, true, true)]
    [InlineData(14, false, true)]
    public void Copy_OfALog_SaysOnceWhetherItWasLong(int commits, bool isSaidToBe, bool wasLong)
    {
        for (var i = 0; i < commits; i++)
        {
            Commit();
        }

        Copy.Begin(isSaidToBe);
        Copy.Wait();

        Copy.TakeWasLong().ShouldBe(wasLong);
        Copy.TakeWasLong().ShouldBeFalse();
    }

    [Fact]
    public void Copy_ThatFails_LeavesNothingToTheWriterAndMayBeTriedAgain()
    {
        var file = new SqliteFile(new() { ConnectionString = $"Data Source={_store.Path}.nothing" });
        using var copy = new LogCopy(file, NullLogger.Instance);

        for (var attempt = 0; attempt < 2; attempt++)
        {
            copy.Begin(isLong: true);
            copy.Wait();

            copy.TakeWasLong().ShouldBeFalse();
        }
    }

    private void Commit() => Database.Execute($"INSERT INTO large VALUES (zeroblob({Bytes}))");

    /// <summary>Counts commits, and waits for the copy if one has begun.</summary>
    private void Count(int writes, int commits)
    {
        var batch = Enumerable.Range(0, writes).Select(IQueuedWrite (_) => new QueuedStep(static _ => { }, bytes: 0)).ToList();
        for (var commit = 0; commit < commits; commit++)
        {
            Checkpoints.AfterCommit(Database, batch);
        }

        Copy.Wait();
    }

    private long FileLength() => new FileInfo(_store.Path).Length;

    private long LogLength() => new FileInfo(_store.Path + "-wal").Length;
}
