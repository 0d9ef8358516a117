using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using Npgsql;
using SQLitePCL;

namespace GroupExitGrains.Journal.Opening;

/// <summary>Why a journal could not be opened.</summary>
public static class OpeningFault
{
    /// <summary>
    /// Storage is away or busy and may be there in a moment. False where somebody has to change something first: a wrong
    /// password, a database that is not there, a path that cannot be.
    /// </summary>
    public static bool MayPass(JournalUnavailableException fault)
    {
        ArgumentNullException.ThrowIfNull(fault);

        return fault.InnerException switch
        {
            PostgresException refused => refused.SqlState.AsSpan(0, 2) is not ("28" or "3D" or "3F" or "42" or "0A"),
            NpgsqlException or System.Net.Sockets.SocketException or TimeoutException => true,
            SqliteException sqlite => sqlite.SqliteErrorCode is raw.SQLITE_BUSY or raw.SQLITE_LOCKED or raw.SQLITE_FULL,
            _ => false,
        };
    }
}
