using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Sqlite.Reading;

namespace GroupExitGrains.Journal.Tests.Sqlite;

public sealed class ReadPoolTests : IAsyncLifetime
{
    private readonly SqliteStore _store = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync() => await (await _store.OpenAsync()).DisposeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task ReadAsync_ManyAtOnce_NoMoreRunThanAllowed()
    {
        await using var keepsTheLogOpen = await _store.OpenAsync();
        await using var pool = new ReadPool(new SqliteFile(new() { ConnectionString = _store.ConnectionString }), 1);
        var running = 0;

        var together = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => pool.ReadAsync(
            _ =>
            {
                var now = Interlocked.Increment(ref running);
                Thread.SpinWait(50_000);
                Interlocked.Decrement(ref running);
                return now;
            },
            Cancellation)));

        together.ShouldAllBe(now => now == 1);
    }

    [Fact]
    public async Task ReadAsync_AfterOneThatFailed_HasAConnectionInOrder()
    {
        await using var keepsTheLogOpen = await _store.OpenAsync();
        await using var pool = new ReadPool(new SqliteFile(new() { ConnectionString = _store.ConnectionString }), 1);
        await Should.ThrowAsync<InvalidOperationException>(() => pool.ReadAsync<int>(
            database =>
            {
                database.Prepared("SELECT 1 UNION SELECT 2").Step();
                throw new InvalidOperationException();
            },
            Cancellation));

        var value = await pool.ReadAsync(
            database =>
            {
                var row = database.Prepared("SELECT 1 UNION SELECT 2");
                row.Step();
                var number = row.Number(0);
                row.Reset();
                return number;
            },
            Cancellation);

        value.ShouldBe(1);
    }
}
