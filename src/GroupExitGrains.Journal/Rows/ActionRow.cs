using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>A row of the chain of actions.</summary>
internal sealed record ActionRow(long Sequence, EntryHash Previous, EntryHash Hash, byte[] Action)
{
    /// <exception cref="JournalDamagedException">The action cannot be read back.</exception>
    public AdminAction Read() => new(Sequence, AdminActionCodec.Decode(Action), Previous, Hash);

    /// <summary>A page of rows that were asked for with one more than its limit.</summary>
    public static Page<AdminAction> Page(IReadOnlyList<ActionRow> rows, int limit) => new(
        [.. rows.Take(limit).Select(row => row.Read())],
        rows.Count > limit ? rows[limit - 1].Sequence.ToString(CultureInfo.InvariantCulture) : null);
}
