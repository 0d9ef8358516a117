using System.Diagnostics;
using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Telemetry;
using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Telemetry;

/// <summary>The span of a batch, in which some callbacks are traced and most are not.</summary>
public sealed class CommitWatchTests : IDisposable
{
    private readonly List<Activity> _commits = [];
    private readonly ActivitySource _webhooks = new("CommitWatchTests");
    private readonly ActivityListener _listener;

    public CommitWatchTests()
    {
        // Other tests of this assembly commit, too, but trace nothing.
        _listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name is Tracing.SourceName || ReferenceEquals(source, _webhooks),
            Sample = static (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
            ActivityStopped = span =>
            {
                if (span.OperationName == "commit")
                {
                    _commits.Add(span);
                }
            },
        };
        ActivitySource.AddActivityListener(_listener);
    }

    public void Dispose()
    {
        _listener.Dispose();
        _webhooks.Dispose();
    }

    [Fact]
    public void Start_SeveralTraced_IsInTheFirstOnesTraceAndLinkedWithEach()
    {
        var (untraced, first, second) = (Queued(traced: false), Queued(traced: true), Queued(traced: true));

        CommitWatch.Start([untraced, first, second], "sqlite").Succeeded();

        var commit = _commits.ShouldHaveSingleItem();
        commit.ParentSpanId.ShouldBe(first.Span!.SpanId);
        commit.Links.Select(link => link.Context.SpanId).ShouldBe([first.Span.SpanId, second.Span!.SpanId]);
        commit.GetTagItem("db.operation.batch.size").ShouldBe(3);
        commit.Status.ShouldBe(ActivityStatusCode.Unset);
    }

    [Fact]
    public void Start_NoneTraced_MakesNoSpan()
    {
        CommitWatch.Start([Queued(traced: false)], "sqlite").Succeeded();

        _commits.ShouldBeEmpty();
    }

    [Fact]
    public void Failed_SaysByWhatKindOfFailure()
    {
        CommitWatch.Start([Queued(traced: true)], "sqlite").Failed(new IOException("/var/lib/secret is full"));

        var commit = _commits.ShouldHaveSingleItem();
        commit.Status.ShouldBe(ActivityStatusCode.Error);
        commit.StatusDescription.ShouldBeNull();
        commit.GetTagItem("error.type").ShouldBe("System.IO.IOException");
    }

    private QueuedAppend Queued(bool traced)
    {
        using var span = traced ? _webhooks.StartActivity("record") : null;
        return new QueuedAppend(new GroupStory("G1").Tell(EntryKind.Quit, "ann"));
    }
}
