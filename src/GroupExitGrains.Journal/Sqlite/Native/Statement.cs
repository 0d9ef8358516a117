using System.Text;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace GroupExitGrains.Journal.Sqlite.Native;

/// <summary>A prepared statement. Parameters count from 1, columns from 0, as SQLite has it.</summary>
internal sealed class Statement(Database database, sqlite3_stmt handle) : IDisposable
{
    private const int StackBytes = 1024;
    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    public Statement Bind(int parameter, long value)
    {
        database.Check(raw.sqlite3_bind_int64(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, long? value) => value is { } number ? Bind(parameter, number) : BindNull(parameter);

    public Statement Bind(int parameter, string? value)
    {
        if (value is null)
        {
            return BindNull(parameter);
        }

        if (value.Length == 0)
        {
            database.Check(raw.sqlite3_bind_text(handle, parameter, value));
            return this;
        }

        var size = Encoding.UTF8.GetMaxByteCount(value.Length);
        var bytes = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        var length = Encoding.UTF8.GetBytes(value, bytes);
        database.Check(raw.sqlite3_bind_text(handle, parameter, (ReadOnlySpan<byte>)bytes[..length]));
        return this;
    }

    public Statement Bind(int parameter, ReadOnlySpan<byte> value)
    {
        database.Check(value.IsEmpty
            ? raw.sqlite3_bind_zeroblob(handle, parameter, 0)
            : raw.sqlite3_bind_blob(handle, parameter, value));
        return this;
    }

    public Statement Bind(int parameter, CallbackId id)
    {
        Span<byte> bytes = stackalloc byte[CallbackId.Size];
        id.Write(bytes);
        return Bind(parameter, bytes);
    }

    public Statement Bind(int parameter, EntryHash hash)
    {
        Span<byte> bytes = stackalloc byte[EntryHash.Size];
        hash.Write(bytes);
        return Bind(parameter, bytes);
    }

    public Statement BindNull(int parameter)
    {
        database.Check(raw.sqlite3_bind_null(handle, parameter));
        return this;
    }

    /// <summary>Moves to the next row; false at the end, where the statement may be used again.</summary>
    /// <exception cref="SqliteException">The statement failed; it may be used again.</exception>
    public bool Step()
    {
        var result = raw.sqlite3_step(handle);
        if (result == raw.SQLITE_ROW)
        {
            return true;
        }

        if (result == raw.SQLITE_DONE)
        {
            Reset();
            return false;
        }

        try
        {
            database.Check(result);
            return false;
        }
        finally
        {
            Reset();
        }
    }

    /// <summary>Runs a statement that gives no rows; says how many it changed.</summary>
    public int Run()
    {
        Step();
        return database.Changes();
    }

    /// <summary>Ends the use of rows. What it would say, the failed step has said already.</summary>
    public void Reset() => _ = raw.sqlite3_reset(handle);

    public bool IsNull(int column) => raw.sqlite3_column_type(handle, column) == raw.SQLITE_NULL;

    public long Number(int column) => raw.sqlite3_column_int64(handle, column);

    public long? NumberOrNull(int column) => IsNull(column) ? null : Number(column);

    /// <summary>The value's bytes, valid until the next step.</summary>
    public ReadOnlySpan<byte> Bytes(int column) => raw.sqlite3_column_blob(handle, column);

    /// <exception cref="JournalDamagedException">The text is not UTF-8.</exception>
    public string Text(int column)
    {
        try
        {
            return Strict.GetString(Bytes(column));
        }
        catch (DecoderFallbackException exception)
        {
            throw new JournalDamagedException("A stored text is not UTF-8.", exception);
        }
    }

    /// <exception cref="JournalDamagedException">The text is not UTF-8.</exception>
    public string? TextOrNull(int column) => IsNull(column) ? null : Text(column);

    /// <exception cref="JournalDamagedException">The value is no hash.</exception>
    public EntryHash Hash(int column)
    {
        var bytes = Bytes(column);
        return bytes.Length == EntryHash.Size
            ? EntryHash.Read(bytes)
            : throw new JournalDamagedException($"A stored hash has {bytes.Length} bytes.");
    }

    /// <exception cref="JournalDamagedException">The value is no id.</exception>
    public CallbackId Id(int column)
    {
        var bytes = Bytes(column);
        return bytes.Length == CallbackId.Size
            ? CallbackId.Read(bytes)
            : throw new JournalDamagedException($"A stored callback id has {bytes.Length} bytes.");
    }

    public void Dispose() => handle.Dispose();
}
