using System.Diagnostics;
using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Telemetry;

/// <summary>
/// One batch on its way to durability: how long it takes, and a span if a callback in it is traced. The span is part of the
/// first such callback's trace and linked with each of them.
/// </summary>
internal readonly struct CommitWatch
{
    private readonly long _started;
    private readonly int _writes;
    private readonly Activity? _span;

    private CommitWatch(int writes, Activity? span)
    {
        _started = Stopwatch.GetTimestamp();
        _writes = writes;
        _span = span;
    }

    /// <summary>Begins with a batch.</summary>
    /// <param name="batch">Its writes.</param>
    /// <param name="system">The database, as the conventions for <c>db.system.name</c> spell it.</param>
    public static CommitWatch Start(IReadOnlyList<IQueuedWrite> batch, string system) =>
        new(batch.Count, Tracing.Source.HasListeners() ? StartSpan(batch, system) : null);

    public void Succeeded()
    {
        JournalMetrics.Committed(Stopwatch.GetElapsedTime(_started), _writes);
        _span?.Dispose();
    }

    public void Failed(Exception exception)
    {
        JournalMetrics.Failed(Stopwatch.GetElapsedTime(_started), exception);
        _span.Fail(exception);
        _span?.Dispose();
    }

    private static Activity? StartSpan(IReadOnlyList<IQueuedWrite> batch, string system)
    {
        List<ActivityLink>? links = null;
        for (var i = 0; i < batch.Count; i++)
        {
            if (batch[i] is QueuedAppend { Span: { Recorded: true } span })
            {
                (links ??= []).Add(new ActivityLink(span.Context));
            }
        }

        return links is null
            ? null
            : Tracing.Source.StartActivity(
                ActivityKind.Client,
                links[0].Context,
                [new("db.system.name", system), new("db.operation.name", "COMMIT"), new("db.operation.batch.size", batch.Count)],
                links,
                name: "commit");
    }
}
