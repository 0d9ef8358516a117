using System.Reflection;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>An id in a path, exactly as the client meant it: whatever it holds, slash and percent sign included.</summary>
/// <param name="Value">The id, decoded once and well formed (<see cref="VendorId"/>).</param>
internal sealed record PathId(string Value)
{
    /// <summary>Takes the id from the segment at the place that the route has the parameter at.</summary>
    /// <exception cref="ProblemException">The segment is not properly encoded or no id.</exception>
    public static ValueTask<PathId> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult(Read(context, parameter.Name!));

    /// <summary>The same for a parameter that the route has.</summary>
    /// <exception cref="ProblemException">The segment is not properly encoded or no id.</exception>
    public static PathId Read(HttpContext context, string name)
    {
        if (!PercentEncoding.TryDecode(RawTarget.Segment(context, IndexOf(context, name)), out var id, out var fault))
        {
            throw Problems.MalformedPath.Exception($"{name}: {fault}.");
        }

        return VendorId.Fault(id) is { } malformed
            ? throw Problems.MalformedId.Exception($"{name} {malformed}.")
            : new PathId(id);
    }

    private static int IndexOf(HttpContext context, string name)
    {
        var pattern = ((RouteEndpoint)context.GetEndpoint()!).RoutePattern;
        for (var i = 0; i < pattern.PathSegments.Count; i++)
        {
            if (pattern.PathSegments[i].Parts is [Microsoft.AspNetCore.Routing.Patterns.RoutePatternParameterPart part]
                && part.Name == name)
            {
                return i;
            }
        }

        throw new InvalidOperationException($"The route {pattern.RawText} has no parameter {name}.");
    }
}
