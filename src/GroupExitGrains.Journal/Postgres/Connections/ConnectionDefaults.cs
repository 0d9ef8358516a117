using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>What a journal sets where the connection string says nothing.</summary>
internal static class ConnectionDefaults
{
    private static readonly (string Keyword, object Value)[] Defaults =
    [
        ("Application Name", "groupexit"),

        // Nothing may hang: OpenIM waits 5 s for an answer, Tencent Cloud IM 2 s.
        ("Timeout", 3),
        ("Command Timeout", 5),
        ("Cancellation Timeout", 1000),
        ("TCP Keepalive", true),
        ("TCP Keepalive Time", 10),
        ("TCP Keepalive Interval", 2),

        // A server takes 100 connections by default, and several processes and Orleans share it.
        ("Maximum Pool Size", 16),
        ("Max Auto Prepare", 64),
        ("Auto Prepare Min Usages", 2),

        // No statement of ours leaves anything behind in its session.
        ("No Reset On Close", true),

        // A batch of ordinary size is one write to the socket.
        ("Write Buffer Size", 64 * 1024),
        ("Read Buffer Size", 32 * 1024),
    ];

    /// <exception cref="ArgumentException">The connection string cannot be read.</exception>
    public static NpgsqlConnectionStringBuilder Apply(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString);
        foreach (var (keyword, value) in Defaults)
        {
            if (!builder.ShouldSerialize(keyword))
            {
                builder[keyword] = value;
            }
        }

        return builder;
    }

    /// <summary>The schema that the tables go to; absent if it is left to the server.</summary>
    public static string? Schema(NpgsqlConnectionStringBuilder builder) =>
        builder.SearchPath?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(name => name.Trim('"'))
            .FirstOrDefault(name => name != "$user");
}
