using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Telemetry;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>Sees to it that each append of a batch gets its own outcome, whatever becomes of the others.</summary>
internal sealed partial class BatchCommitter(WriterConnection connection, ILogger logger)
{
    private const int MaxRaces = 8;

    /// <summary>Commits appends, in their order within each group, and completes every one of them.</summary>
    public void Commit(IReadOnlyList<QueuedAppend> appends)
    {
        var races = 0;
        while (appends.Count > 0)
        {
            var later = new List<QueuedAppend>();
            var batch = AppendBatch.Plan(appends, later);
            try
            {
                var statement = connection.Open();
                var again = Append(statement, batch);
                races = 0;
                appends = again.Count == 0 ? later : [.. again, .. later];
            }
            catch (PostgresException exception) when (PostgresFault.LostARace(exception) && ++races < MaxRaces)
            {
                LogRace(logger, exception.SqlState);
            }
            catch (PostgresException exception) when (
                PostgresFault.BlamesWhatWasWritten(exception) && batch.Appends.Count > 1)
            {
                Halve(batch.Appends);
                appends = later;
            }
            catch (Exception exception) when (PostgresFault.IsStorage(exception))
            {
                LogFailed(logger, batch.Appends.Count, exception);
                if (exception is not PostgresException)
                {
                    connection.Lose();
                }

                Fail(batch.Appends, PostgresFault.Unavailable("PostgreSQL did not confirm the append", exception));
                appends = later;
            }
            catch (JournalUnavailableException exception)
            {
                Fail(appends, exception);
                return;
            }
        }
    }

    /// <returns>Appends of the batch that were not decided, since one before them turned out to be there already.</returns>
    private static List<QueuedAppend> Append(BatchStatement statement, AppendBatch batch)
    {
        try
        {
            var refused = Watched(statement, batch);
            if (refused.Length == 0)
            {
                Complete(batch.Appends, AppendOutcome.Appended);
                return [];
            }

            return Refuse(statement, batch, refused);
        }
        catch (PostgresException exception) when (PostgresFault.HasKnownCallback(exception))
        {
            var known = statement.Known(Ids(batch.Appends));
            if (known.Count == 0)
            {
                throw;
            }

            return Recognise(batch.Appends, known);
        }
    }

    private static int[] Watched(BatchStatement statement, AppendBatch batch)
    {
        var watch = CommitWatch.Start(batch.Appends, "postgresql");
        try
        {
            var refused = statement.Append(batch);
            watch.Succeeded();
            return refused;
        }
        catch (Exception exception)
        {
            watch.Failed(exception);
            throw;
        }
    }

    private static List<QueuedAppend> Refuse(BatchStatement statement, AppendBatch batch, int[] refused)
    {
        var chains = refused.Select(number => batch.Chains[number - 1]).ToList();
        Complete([.. batch.Chains.Except(chains).SelectMany(chain => chain.Appends)], AppendOutcome.Appended);

        var known = statement.Known(Ids(chains.SelectMany(chain => chain.Appends)));
        var undecided = new List<QueuedAppend>();
        foreach (var chain in chains)
        {
            // What stands behind an append that is there already may well continue the head.
            var rest = Recognise(chain.Appends, known);
            if (rest.Count == chain.Appends.Count)
            {
                Complete(rest, AppendOutcome.Refused);
            }
            else
            {
                undecided.AddRange(rest);
            }
        }

        return undecided;
    }

    private static List<QueuedAppend> Recognise(IReadOnlyList<QueuedAppend> appends, HashSet<Guid> known)
    {
        var there = appends.ToLookup(append =>
            AppendBatch.BringsCallback(append) && known.Contains(append.Append.Facts.CallbackId.Value));
        Complete([.. there[true]], AppendOutcome.AlreadyAppended);
        return [.. there[false]];
    }

    /// <summary>Finds what cannot be stored, so that everything else is.</summary>
    private void Halve(IReadOnlyList<QueuedAppend> appends)
    {
        var half = appends.Count / 2;
        Commit([.. appends.Take(half)]);
        Commit([.. appends.Skip(half)]);
    }

    private static Guid[] Ids(IEnumerable<QueuedAppend> appends) =>
        [.. appends.Where(AppendBatch.BringsCallback).Select(append => append.Append.Facts.CallbackId.Value)];

    private static void Complete(IReadOnlyList<QueuedAppend> appends, AppendOutcome outcome)
    {
        foreach (var append in appends)
        {
            append.Outcome = outcome;
        }

        Announcement.Of(appends);
    }

    private static void Fail(IReadOnlyList<QueuedAppend> appends, JournalUnavailableException exception)
    {
        foreach (var append in appends)
        {
            append.Fail(exception);
        }
    }

    [LoggerMessage(2111, LogLevel.Debug, "A batch lost against another writer ({SqlState}) and is written again.")]
    private static partial void LogRace(ILogger logger, string sqlState);

    [LoggerMessage(2112, LogLevel.Warning, "A batch of {Appends} appends failed; whether it was written is unknown.")]
    private static partial void LogFailed(ILogger logger, int appends, Exception exception);
}
