namespace GroupExitGrains.Vendors.Requests;

/// <summary>A query that may carry a signature, which is a credential for as long as its time is accepted.</summary>
internal static class SignedQuery
{
    private const int OrdinaryLength = 511;

    /// <summary>
    /// The query without its <c>Sign</c> parameters, in any case and encoding of the name; the rest byte for byte.
    /// </summary>
    public static string WithoutSignature(string query)
    {
        Span<char> kept = query.Length <= OrdinaryLength ? stackalloc char[OrdinaryLength + 1] : new char[query.Length + 1];
        var length = 0;
        foreach (var range in query.AsSpan().Split('&'))
        {
            var parameter = query.AsSpan(range);
            if (!IsSignature(parameter))
            {
                parameter.CopyTo(kept[length..]);
                length += parameter.Length;
                kept[length++] = '&';
            }
        }

        // Each parameter was given an ampersand, and the last has none.
        return length == query.Length + 1 ? query : kept[..Math.Max(length - 1, 0)].ToString();
    }

    private static bool IsSignature(ReadOnlySpan<char> parameter) =>
        QueryParameter.Read(parameter).IsNamed("Sign");
}
