using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres;

/// <summary>Carries the rollups on inside the server. Processes do not wait for each other: whoever comes second leaves it.</summary>
internal sealed class PostgresRollups(Reads reads) : IRollups
{
    /// <summary>Some 3 ms of the server's time, in which one who appends has it to share.</summary>
    private const int Most = 100;

    public async Task<bool> AdvanceAsync(CancellationToken cancellationToken)
    {
        var counted = await reads.AllAsync(
            "SELECT roll_up($1)",
            parameters => parameters.AddWithValue(Most),
            reader => reader.GetInt64(0),
            cancellationToken);
        return counted is [Most];
    }
}
