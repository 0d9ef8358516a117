using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Rollups;

/// <summary>
/// Carries the rollups on. What is counted is read beside the writer; the writer only adds it up, in a transaction of its own or
/// together with appends.
/// </summary>
internal sealed class SqliteRollups(SqliteWriter writer, ReadPool readers) : IRollups
{
    /// <summary>About a millisecond of the writer's time, which those who append wait for.</summary>
    private const int Most = 150;

    public async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        var counts = await readers.ReadAsync(static database => RollupRead.Next(database, Most), cancellationToken);
        if (counts.Entries == 0)
        {
            return false;
        }

        // Where another process has added some of them meanwhile, nobody may have counted the others.
        var isAdded = false;
        await writer.RunAsync(bytes: 0, database => isAdded = RollupWrite.TryAdd(database, counts)).WaitAsync(cancellationToken);
        return !isAdded || counts.Entries == Most;
    }
}
