using GroupExitGrains.Journal.Postgres.Writing;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>
/// The connections of a journal: most for appending and for groups that are loaded, and a quarter for questions over many
/// groups. Where everything waits to be loaded, a question does not wait behind it.
/// </summary>
internal sealed class Pools : IAsyncDisposable
{
    private Pools(NpgsqlDataSource groups, NpgsqlDataSource questions)
    {
        Groups = groups;
        Questions = questions;
    }

    public NpgsqlDataSource Groups { get; }

    public NpgsqlDataSource Questions { get; }

    /// <summary>Divides what the settings allow; of a single connection, each gets one.</summary>
    public static Pools Create(NpgsqlConnectionStringBuilder settings)
    {
        var questions = Math.Max(1, settings.MaxPoolSize / 4);
        var groups = Math.Max(1, settings.MaxPoolSize - questions);
        return new(Create(settings, groups), Create(settings, questions));
    }

    public async ValueTask DisposeAsync()
    {
        await Groups.DisposeAsync();
        await Questions.DisposeAsync();
    }

    private static NpgsqlDataSource Create(NpgsqlConnectionStringBuilder settings, int size)
    {
        var sized = new NpgsqlConnectionStringBuilder(settings.ConnectionString)
        {
            MaxPoolSize = size,
            MinPoolSize = Math.Min(settings.MinPoolSize, size),
        };
        return SessionSettings.Apply(PackedArrays.AddTo(new NpgsqlDataSourceBuilder(sized.ConnectionString))).Build();
    }
}
