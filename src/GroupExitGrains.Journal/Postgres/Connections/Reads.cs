using System.Data;
using System.Runtime.CompilerServices;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>Runs commands on pooled connections, and says in the journal's terms when that fails.</summary>
internal sealed class Reads(NpgsqlDataSource source)
{
    // A filter that admits little walks far.
    private const int LongestScanSeconds = 30;

    /// <summary>The first row; null if there is none.</summary>
    public async Task<T?> FirstAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
        where T : class
    {
        await using var command = source.CreateCommand(sql);
        bind(command.Parameters);
        await using var reader = await StorageAsync(
            () => command.ExecuteReaderAsync(CommandBehavior.SingleRow, cancellationToken));
        return await StorageAsync(() => reader.ReadAsync(cancellationToken)) ? read(reader) : null;
    }

    /// <summary>All rows.</summary>
    public async Task<List<T>> AllAsync<T>(
        string sql, Action<NpgsqlParameterCollection> bind, Func<NpgsqlDataReader, T> read, CancellationToken cancellationToken)
    {
        var rows = new List<T>();
        await foreach (var row in RowsAsync(sql, bind, read, int.MaxValue, cancellationToken))
        {
            rows.Add(row);
        }

        return rows;
    }

    /// <summary>
    /// Rows as they come, never more than one in memory. Of a command that gives <paramref name="atMost"/> rows, whoever stops
    /// before them spares the server sending the rest.
    /// </summary>
    public async IAsyncEnumerable<T> RowsAsync<T>(
        string sql,
        Action<NpgsqlParameterCollection> bind,
        Func<NpgsqlDataReader, T> read,
        int atMost,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var connection = await StorageAsync(() => source.OpenConnectionAsync(cancellationToken).AsTask());
        await using var command = new NpgsqlCommand(sql, connection);
        command.CommandTimeout = Math.Max(command.CommandTimeout, LongestScanSeconds);
        bind(command.Parameters);
        await using var reader = await StorageAsync(() => command.ExecuteReaderAsync(cancellationToken));
        var seen = 0;
        var ended = false;
        try
        {
            while (await StorageAsync(() => reader.ReadAsync(cancellationToken)))
            {
                seen++;
                yield return read(reader);
            }

            ended = true;
        }
        finally
        {
            if (!ended && seen < atMost)
            {
                command.Cancel();
            }
        }
    }

    /// <summary>Runs a command that writes.</summary>
    public Task ExecuteAsync(string sql, Action<NpgsqlParameterCollection> bind, CancellationToken cancellationToken) =>
        StorageAsync(async () =>
        {
            await using var command = source.CreateCommand(sql);
            bind(command.Parameters);
            return await command.ExecuteNonQueryAsync(cancellationToken);
        });

    private static async Task<T> StorageAsync<T>(Func<Task<T>> operation)
    {
        try
        {
            return await operation();
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw PostgresFault.Unavailable("PostgreSQL did not answer", exception);
        }
    }
}
