using System.Diagnostics;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>
/// Takes the trace of a callback along to its group's grain, wherever that is, as a W3C <c>traceparent</c>. Calls that are not
/// traced, which are nearly all, carry nothing and pass no filter.
/// </summary>
internal static class CarriedTrace
{
    private const string Key = "traceparent";

    /// <summary>The calls that follow in this flow belong to the current span.</summary>
    public static void Attach() => RequestContext.Set(Key, Activity.Current!.Id!);

    /// <summary>Goes on with the caller's trace; null if there is none.</summary>
    public static Activity? Resume() =>
        Tracing.Source.HasListeners()
        && RequestContext.Get(Key) is string caller
        && ActivityContext.TryParse(caller, traceState: null, isRemote: true, out var parent)
            ? Tracing.Source.StartActivity("grain", ActivityKind.Server, parent)
            : null;
}
