using System.Collections.Concurrent;
using System.Diagnostics;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Telemetry;

/// <summary>Keeps the spans that end in this process, whoever began them; a test finds its own by the name of its source.</summary>
internal sealed class Spans : IDisposable
{
    private readonly ConcurrentQueue<Activity> _ended = new();
    private readonly ActivityListener _listener;

    public Spans()
    {
        _listener = new ActivityListener
        {
            ShouldListenTo = static source => source.Name == Tracing.SourceName,
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = _ended.Enqueue,
        };
        ActivitySource.AddActivityListener(_listener);
    }

    /// <summary>The first spans of a source's callbacks.</summary>
    public IReadOnlyList<Activity> RootsOf(string source) =>
        [.. _ended.Where(span => (string?)span.GetTagItem("groupexit.source") == source)];

    /// <summary>What ended in a trace, but for its first span.</summary>
    public Activity Inner(Activity root, string name) =>
        _ended.Single(span => span.TraceId == root.TraceId && span.OperationName == name);

    /// <summary>The commits that are linked with a span.</summary>
    public IReadOnlyList<Activity> CommitsLinkedWith(Activity span) =>
        [.. _ended.Where(commit => commit.OperationName == "commit" && commit.Links.Any(link => link.Context.SpanId == span.SpanId))];

    public void Dispose() => _listener.Dispose();
}
