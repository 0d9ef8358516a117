using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Benchmarks.Servers;
using Npgsql;

namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>How much a server has stored, or acknowledged.</summary>
/// <param name="Callbacks">Callbacks.</param>
/// <param name="Entries">Entries of theirs.</param>
internal readonly record struct Stored(long Callbacks, long Entries)
{
    public static Stored operator +(Stored one, Stored other) => new(one.Callbacks + other.Callbacks, one.Entries + other.Entries);

    public static Stored operator -(Stored one, Stored other) => new(one.Callbacks - other.Callbacks, one.Entries - other.Entries);

    /// <summary>What this program says: recorded callbacks, and the last position of its gapless journal.</summary>
    public static async Task<Stored> OfAsync(ServerProcess server)
    {
        using var client = new AdminClient(server.Address);
        using var sources = (await client.GetAsync("/api/v1/sources")).Body!;
        using var last = (await client.GetAsync("/api/v1/audit?limit=1")).Body!;
        return new Stored(
            sources.RootElement.GetProperty("items").EnumerateArray()
                .Sum(source => source.GetProperty("counts").GetProperty("recorded").GetInt64()),
            last.RootElement.GetProperty("items").EnumerateArray().Select(entry => entry.GetProperty("position").GetInt64()).LastOrDefault());
    }

    /// <summary>What is in the database of another service: entries with their callback.</summary>
    public static async Task<Stored> OfAsync(string database)
    {
        await using var source = NpgsqlDataSource.Create(database);
        await using var count = source.CreateCommand(
            "SELECT (SELECT count(*) FROM callbacks), (SELECT count(*) FROM entries JOIN callbacks ON callbacks.id = callback_id)");
        await using var reader = await count.ExecuteReaderAsync();
        return await reader.ReadAsync()
            ? new Stored(reader.GetInt64(0), reader.GetInt64(1))
            : throw new InvalidOperationException("Counting gave no row.");
    }
}
