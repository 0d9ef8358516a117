using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Commit;

/// <summary>A write that waits for its turn in a <see cref="CommitQueue{T}"/>.</summary>
internal interface IQueuedWrite
{
    /// <summary>About how many rows it costs; at least 1.</summary>
    int Weight { get; }

    /// <summary>About how many bytes it keeps in memory while it waits.</summary>
    long Bytes { get; }

    /// <summary>The group whose order it must keep; absent if any order will do.</summary>
    GroupKey? Group { get; }

    /// <summary>It is a later part of a callback that was answered already, so others may overtake it.</summary>
    bool IsLaterPart { get; }

    /// <summary>It is durable, or there was nothing to write.</summary>
    void Complete();

    /// <summary>It was not carried out, or nobody knows. What has been said first stands.</summary>
    void Fail(Exception exception);
}
