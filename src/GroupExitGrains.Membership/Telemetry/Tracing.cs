using System.Diagnostics;

namespace GroupExitGrains.Membership;

/// <summary>
/// Spans on the way of a callback. Whether one is traced is decided once, where it comes in: everything behind begins a span
/// only inside of one that is recorded, so that a callback that is not traced costs a look at the current span and no memory.
/// </summary>
public static class Tracing
{
    /// <summary>The name that a listener asks for.</summary>
    public const string SourceName = "GroupExitGrains";

    /// <summary>Where the spans of all of this program come from.</summary>
    public static ActivitySource Source { get; } = new(SourceName);

    /// <summary>Says that what the span is about failed, and by what kind of failure. Messages may name what is nobody's business.</summary>
    public static void Fail(this Activity? span, Exception exception)
    {
        span?.SetTag("error.type", exception.GetType().FullName);
        span?.SetStatus(ActivityStatusCode.Error);
    }
}
