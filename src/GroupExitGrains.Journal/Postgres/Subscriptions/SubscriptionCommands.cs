using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Postgres.Subscriptions;

/// <summary>Commands that several of the writers of subscriptions give, and their parameters.</summary>
internal static class SubscriptionCommands
{
    private const string LetterSql =
        $"""
         INSERT INTO subscription_letters (subscription_id, {SubscriptionRows.LetterColumns})
         SELECT $1, * FROM unnest(
             $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::smallint[], $8::bigint[], $9::integer[], $10::bigint[],
             $11::integer[], $12::text[])
         ON CONFLICT (subscription_id, position) DO UPDATE SET
             at = excluded.at, attempts = excluded.attempts, due_at = excluded.due_at, status = excluded.status,
             failure = excluded.failure
         """;

    /// <summary>Puts letters in the place of what is kept of their events.</summary>
    public static void AddLetters(this NpgsqlBatch batch, string id, IReadOnlyList<DeadLetter> letters)
    {
        var command = batch.Add(LetterSql);
        command.Parameters.AddWithValue(id);
        command.Add(NpgsqlDbType.Bigint, letters, letter => letter.Position);
        command.Add(NpgsqlDbType.Text, letters, letter => letter.EventId);
        command.Add(NpgsqlDbType.Text, letters, letter => letter.Group.Source);
        command.Add(NpgsqlDbType.Text, letters, letter => letter.Group.GroupId);
        command.Add(NpgsqlDbType.Bigint, letters, letter => letter.Sequence);
        command.Add(NpgsqlDbType.Smallint, letters, letter => (short)letter.Kind);
        command.Add(NpgsqlDbType.Bigint, letters, letter => letter.At.ToUnixTimeMilliseconds());
        command.Add(NpgsqlDbType.Integer, letters, letter => letter.Attempts);
        command.Add(NpgsqlDbType.Bigint, letters, letter => letter.DueAt?.ToUnixTimeMilliseconds());
        command.Add(NpgsqlDbType.Integer, letters, letter => letter.Status);
        command.Add(NpgsqlDbType.Text, letters, letter => StorableText.Mend(letter.Failure));
    }

    /// <summary>Adds a command.</summary>
    public static NpgsqlBatchCommand Add(this NpgsqlBatch batch, string sql)
    {
        var command = new NpgsqlBatchCommand(sql);
        batch.BatchCommands.Add(command);
        return command;
    }

    /// <summary>Adds a parameter that is a column of values.</summary>
    public static void Add<TItem, TValue>(
        this NpgsqlBatchCommand command, NpgsqlDbType type, IReadOnlyList<TItem> items, Func<TItem, TValue> value) =>
        command.Parameters.Add(new NpgsqlParameter<TValue[]> { TypedValue = [.. items.Select(value)], NpgsqlDbType = NpgsqlDbType.Array | type });

    /// <summary>Runs what is in one transaction.</summary>
    /// <exception cref="JournalUnavailableException">It is not known whether it was committed.</exception>
    public static async Task<T> TransactAsync<T>(
        this NpgsqlDataSource source, Func<NpgsqlConnection, Task<T>> work, CancellationToken cancellationToken)
    {
        try
        {
            await using var connection = await source.OpenConnectionAsync(cancellationToken);
            await using var transaction = await connection.BeginTransactionAsync(cancellationToken);
            var result = await work(connection);
            await transaction.CommitAsync(cancellationToken);
            return result;
        }
        catch (Exception exception) when (PostgresFault.IsStorage(exception))
        {
            throw PostgresFault.Unavailable("PostgreSQL did not answer", exception);
        }
    }
}
