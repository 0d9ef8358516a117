using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Part of a list.</summary>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">The cursor of the next page; absent on the last one.</param>
internal sealed record PageView<T>(IReadOnlyList<T> Items, string? Next = null);

/// <summary>Counts of exits per kind.</summary>
internal sealed record ExitsView(long Quit, long Kicked, long Dismissed, long Left)
{
    public static ExitsView Of(ExitCounts exits) => new(exits.Quit, exits.Kicked, exits.Dismissed, exits.Left);
}

/// <summary>A request as it came, without secrets.</summary>
/// <param name="Query">Its query, without signature.</param>
/// <param name="Headers">Chosen headers.</param>
/// <param name="Body">Its body, if that is UTF-8.</param>
/// <param name="BodyBase64">Its body, if that is not UTF-8.</param>
internal sealed record RequestView(
    string Query, IReadOnlyDictionary<string, string> Headers, string? Body, string? BodyBase64)
{
    public static RequestView Of(RawRequest request)
    {
        var headers = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in request.Headers)
        {
            headers[name] = headers.TryGetValue(name, out var earlier) ? $"{earlier}, {value}" : value;
        }

        var isText = System.Text.Unicode.Utf8.IsValid(request.Body.Span);
        return new RequestView(
            request.Query,
            headers,
            isText ? System.Text.Encoding.UTF8.GetString(request.Body.Span) : null,
            isText ? null : Convert.ToBase64String(request.Body.Span));
    }
}
