using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// The path as the client sent it. The framework decodes <c>%25</c> but not <c>%2F</c>, so that from its path
/// <c>a%2Fb</c> and <c>a%252Fb</c> can no longer be told apart.
/// </summary>
internal static class RawTarget
{
    /// <summary>A segment of the path behind the path base, still encoded, counted from 0.</summary>
    public static string Segment(HttpContext context, int index)
    {
        var segments = Segments(context);
        var skipped = context.Request.PathBase.Value is { Length: > 0 } pathBase ? pathBase.AsSpan().Count('/') : 0;
        return index + skipped < segments.Length
            ? segments[index + skipped]
            : throw Problems.MalformedPath.Exception("The path has too few segments.");
    }

    /// <summary>
    /// The path has a segment <c>.</c> or <c>..</c>, plain or encoded. Servers and clients resolve these, so that what
    /// was routed is not what was sent.
    /// </summary>
    public static bool HasDotSegment(HttpContext context) =>
        Array.Exists(Segments(context), segment => segment.Length is > 0 and <= 6
            && segment.Replace("%2e", ".", StringComparison.OrdinalIgnoreCase) is "." or "..");

    private static string[] Segments(HttpContext context)
    {
        var target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget.AsSpan();

        // The absolute form, as sent to a proxy: http://host/path.
        if (!target.StartsWith('/') && target.IndexOf("://") is > 0 and var scheme)
        {
            var authority = target[(scheme + 3)..];
            target = authority.IndexOf('/') is >= 0 and var path ? authority[path..] : "/";
        }

        var query = target.IndexOf('?');
        return (query < 0 ? target : target[..query]).TrimStart('/').ToString().Split('/');
    }
}
