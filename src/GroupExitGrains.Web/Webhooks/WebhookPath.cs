namespace GroupExitGrains.Web.Webhooks;

/// <summary>
/// The path of a webhook, split by hand from the request target as it was sent: the framework's path is decoded already,
/// so that it cannot tell <c>/</c> from <c>%2F</c>, and configured addresses that end in a slash double theirs.
/// </summary>
/// <param name="Source">The segment after <c>webhooks</c>; empty if there is none.</param>
/// <param name="First">The segment after that, decoded.</param>
/// <param name="Second">The segment after that, decoded.</param>
/// <param name="HasMore">There are more than these.</param>
internal readonly record struct WebhookPath(string Source, string? First, string? Second, bool HasMore)
{
    private const string Root = "webhooks";

    /// <summary>Reads a request target; false if it is not that of a webhook.</summary>
    public static bool TryRead(string target, out WebhookPath path)
    {
        var rest = PathOf(target);
        if (!Next(ref rest).Equals(Root, StringComparison.OrdinalIgnoreCase))
        {
            path = default;
            return false;
        }

        var source = Decode(Next(ref rest));
        var first = Next(ref rest);
        var second = Next(ref rest);
        path = new WebhookPath(
            source,
            first.IsEmpty ? null : Decode(first),
            second.IsEmpty ? null : Decode(second),
            !Next(ref rest).IsEmpty);
        return true;
    }

    private static ReadOnlySpan<char> PathOf(ReadOnlySpan<char> target)
    {
        // A proxy may send the whole address: 'http://host/path'.
        if (target is not ['/', ..] && target.IndexOf("://") is >= 0 and var scheme)
        {
            target = target[(scheme + 3)..];
            var slash = target.IndexOf('/');
            target = slash < 0 ? default : target[slash..];
        }

        var end = target.IndexOfAny('?', '#');
        return end < 0 ? target : target[..end];
    }

    private static ReadOnlySpan<char> Next(ref ReadOnlySpan<char> rest)
    {
        rest = rest.TrimStart('/');
        var slash = rest.IndexOf('/');
        var segment = slash < 0 ? rest : rest[..slash];
        rest = rest[segment.Length..];
        return segment;
    }

    private static string Decode(ReadOnlySpan<char> segment) =>
        segment.Contains('%') ? Uri.UnescapeDataString(segment) : segment.ToString();
}
