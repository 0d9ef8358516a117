using System.Data;
using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// The one connection on which a process writes. A lost one is replaced at the next write. While the server cannot be
/// reached, attempts are made ever more rarely, up to a bound and not in step with other processes; writes in between fail at
/// once.
/// </summary>
internal sealed partial class WriterConnection(
    NpgsqlDataSource source, TimeSpan maxDelay, TimeProvider time, ILogger logger) : IDisposable
{
    private static readonly TimeSpan FirstDelay = TimeSpan.FromMilliseconds(25);
    private NpgsqlConnection? _connection;
    private BatchStatement? _statement;
    private TimeSpan _delay;
    private long _failedAt;

    /// <exception cref="JournalUnavailableException">The server could not be reached, or is not asked again yet.</exception>
    public BatchStatement Open()
    {
        if (_connection?.State == ConnectionState.Open)
        {
            return _statement!;
        }

        Lose();
        if (_delay > TimeSpan.Zero && time.GetElapsedTime(_failedAt) < _delay)
        {
            throw new JournalUnavailableException("PostgreSQL could not be reached, and is not asked again yet.");
        }

        try
        {
            // The blocking way looks the host's name up for as long as that takes, whatever the timeout says.
            _connection = source.OpenConnectionAsync().AsTask().GetAwaiter().GetResult();
            _statement = BatchStatement.Prepare(_connection);
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            Lose();
            BackOff();
            LogUnreachable(logger, _delay, exception);
            throw PostgresFault.Unavailable("PostgreSQL could not be reached", exception);
        }

        if (_delay > TimeSpan.Zero)
        {
            LogReached(logger);
        }

        _delay = TimeSpan.Zero;
        return _statement;
    }

    /// <summary>Gives the connection up: what it was doing may or may not have been done.</summary>
    public void Lose()
    {
        var (connection, statement) = (_connection, _statement);
        (_connection, _statement) = (null, null);
        try
        {
            // Its place in the pool is given back whatever becomes of the statement.
            using (connection)
            {
                statement?.Dispose();
            }
        }
#pragma warning disable CA1031 // It is given up either way, and the writer's thread goes on with another.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            LogNotClosed(logger, exception);
        }
    }

    public void Dispose() => Lose();

    private void BackOff()
    {
        var longer = _delay == TimeSpan.Zero ? FirstDelay : _delay * 2;
        var bounded = longer < maxDelay ? longer : maxDelay;
        _delay = bounded * (0.75 + (Random.Shared.NextDouble() / 4));
        _failedAt = time.GetTimestamp();
    }

    [LoggerMessage(2101, LogLevel.Warning, "PostgreSQL cannot be reached; the next attempt is made after {Delay} at the earliest.")]
    private static partial void LogUnreachable(ILogger logger, TimeSpan delay, Exception exception);

    [LoggerMessage(2102, LogLevel.Information, "PostgreSQL is reached again.")]
    private static partial void LogReached(ILogger logger);

    [LoggerMessage(2103, LogLevel.Debug, "A connection to PostgreSQL that was given up could not be closed in order.")]
    private static partial void LogNotClosed(ILogger logger, Exception exception);
}
