using System.Net.Sockets;
using GroupExitGrains.Membership;
using Npgsql;

namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>What an exception from the driver means for a journal.</summary>
internal static class PostgresFault
{
    private const string CallbackKey = "callbacks_pkey";

    /// <summary>It comes from the server, the way to it, or the wait for it; anything else is a mistake of this program.</summary>
    public static bool IsStorage(Exception exception) =>
        exception is NpgsqlException or SocketException or IOException or TimeoutException;

    /// <summary>The transaction lost against another one and was rolled back; the same again may well succeed.</summary>
    public static bool LostARace(PostgresException exception) => exception.SqlState
        is PostgresErrorCodes.SerializationFailure or PostgresErrorCodes.DeadlockDetected;

    /// <summary>A callback of the batch is in the journal already.</summary>
    public static bool HasKnownCallback(PostgresException exception) =>
        exception.SqlState == PostgresErrorCodes.UniqueViolation && exception.ConstraintName == CallbackKey;

    /// <summary>
    /// Some of what was to be written may be to blame, and the rest can be written without it. False where nothing could be
    /// written now: the server is going down or full, may not write, lacks the schema, or refuses the session.
    /// </summary>
    public static bool BlamesWhatWasWritten(PostgresException exception) => exception.SqlState.AsSpan(0, 2)
        is not ("08" or "25" or "28" or "3D" or "3F" or "42" or "53" or "57");

    /// <summary>The same in the journal's terms.</summary>
    public static JournalUnavailableException Unavailable(string what, Exception exception) =>
        new($"{what}: {exception.GetBaseException().Message}", exception);
}
