using GroupExitGrains.Journal.Sqlite.Native;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Reading;

/// <summary>Reads callbacks by their id.</summary>
internal static class CallbackReads
{
    private const string ById = """
        SELECT c.duplicate_of, c.first_sequence, coalesce(c.entry_count, d.entry_count, g.sequence - p.base_sequence),
            p.callback_key IS NOT NULL, c.facts, c.request
        FROM callbacks c
        LEFT JOIN parted_callbacks d ON c.entry_count IS NULL AND d.callback_key = c.callback_key
        LEFT JOIN pending p ON c.entry_count IS NULL AND d.callback_key IS NULL AND p.callback_key = c.callback_key
        LEFT JOIN groups g ON g.group_key = p.group_key
        WHERE c.id = ?1
        """;

    public static StoredCallback? Find(Database database, CallbackId id)
    {
        var row = database.Prepared(ById).Bind(1, id);
        if (!row.Step())
        {
            return null;
        }

        var count = (int)row.Number(2);
        CallbackId? duplicateOf = row.IsNull(0) ? null : row.Id(0);
        var state = duplicateOf is not null ? CallbackState.Duplicate
            : row.Number(3) != 0 ? CallbackState.Pending
            : CallbackState.Recorded;
        var callback = new StoredCallback(
            state, duplicateOf, row.Bytes(4).ToArray(), row.Bytes(5).ToArray(), count == 0 ? null : row.Number(1), count);
        row.Reset();
        return callback;
    }
}
