using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite.Writing;

/// <summary>A group's head row during one transaction: read at its first append, written back once at the end.</summary>
internal sealed class GroupRow
{
    public required long Key { get; init; }

    public required bool IsNew { get; init; }

    public required GroupHead Head { get; set; }

    public required long Duplicates { get; set; }

    /// <summary>The callback that is being appended in parts.</summary>
    public PendingRow? Pending { get; set; }

    /// <summary>The summary to write; absent while nothing was appended.</summary>
    public GroupSummary? Summary { get; set; }
}

/// <summary>The row of a callback that is being appended in parts.</summary>
/// <param name="CallbackKey">The callback's row.</param>
/// <param name="CallbackId">The callback.</param>
/// <param name="BaseSequence">The group's last sequence before it.</param>
internal sealed record PendingRow(long CallbackKey, CallbackId CallbackId, long BaseSequence);
