namespace GroupExitGrains.Vendors.Requests;

/// <summary>A query that may carry a signature, which is a credential for as long as its time is accepted.</summary>
internal static class SignedQuery
{
    /// <summary>
    /// The query without its <c>Sign</c> parameters, in any case and encoding of the name; the rest byte for byte.
    /// </summary>
    public static string WithoutSignature(string query)
    {
        var signed = false;
        foreach (var range in query.AsSpan().Split('&'))
        {
            if (IsSignature(query.AsSpan(range)))
            {
                signed = true;
                break;
            }
        }

        return signed
            ? string.Join('&', query.Split('&').Where(parameter => !IsSignature(parameter)))
            : query;
    }

    private static bool IsSignature(ReadOnlySpan<char> parameter) =>
        QueryParameter.Read(parameter).IsNamed("Sign");
}
