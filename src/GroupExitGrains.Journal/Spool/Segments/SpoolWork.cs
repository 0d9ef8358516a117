using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>Something for the thread that writes the spool's files.</summary>
internal abstract class SpoolWork
{
    private readonly TaskCompletionSource _completion = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Completes when it is done and durable.</summary>
    public Task Task => _completion.Task;

    public void Complete() => _completion.TrySetResult();

    public void Fail(Exception exception)
    {
        _completion.TrySetException(exception);

        // Not every piece of work has somebody who waits for it, and what failed is in the log.
        _ = _completion.Task.Exception;
    }
}

/// <summary>Append a callback.</summary>
/// <param name="queue">Where its place is reserved.</param>
/// <param name="heading">Where it belongs.</param>
/// <param name="payload">The encoded callback.</param>
/// <param name="spooledAt">Now, in milliseconds since 1970.</param>
internal sealed class AppendWork(GroupQueue queue, CallbackHeading heading, byte[] payload, long spooledAt) : SpoolWork
{
    public GroupQueue Queue { get; } = queue;

    public CallbackHeading Heading { get; } = heading;

    public byte[] Payload { get; } = payload;

    public long SpooledAt { get; } = spooledAt;
}

/// <summary>Append a callback to the dead letters.</summary>
/// <param name="payload">The encoded callback.</param>
/// <param name="setAsideAt">Now, in milliseconds since 1970.</param>
internal sealed class DeadLetterWork(ReadOnlyMemory<byte> payload, long setAsideAt) : SpoolWork
{
    public ReadOnlyMemory<byte> Payload { get; } = payload;

    public long SetAsideAt { get; } = setAsideAt;
}

/// <summary>Let go of a segment whose records are all drained.</summary>
internal sealed class RetireWork(Segment segment) : SpoolWork
{
    public Segment Segment { get; } = segment;
}

/// <summary>Find out whether the disk takes a write.</summary>
internal sealed class CheckWork : SpoolWork;
