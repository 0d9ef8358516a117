namespace GroupExitGrains.Vendors.Requests;

/// <summary>One <c>name=value</c> of a query, undecoded.</summary>
internal readonly ref struct QueryParameter
{
    private readonly ReadOnlySpan<char> _name;
    private readonly ReadOnlySpan<char> _value;

    private QueryParameter(ReadOnlySpan<char> name, ReadOnlySpan<char> value)
    {
        _name = name;
        _value = value;
    }

    /// <summary>The value, decoded, with NUL as U+FFFD.</summary>
    public string Value => FreeText.Clean(Decode(_value));

    public static QueryParameter Read(ReadOnlySpan<char> parameter)
    {
        var equals = parameter.IndexOf('=');
        return equals < 0 ? new(parameter, []) : new(parameter[..equals], parameter[(equals + 1)..]);
    }

    /// <summary>The value of the first parameter of that name; null if there is none.</summary>
    public static string? Find(ReadOnlySpan<char> query, string name)
    {
        foreach (var range in query.Split('&'))
        {
            var parameter = Read(query[range]);
            if (parameter.IsNamed(name))
            {
                return parameter.Value;
            }
        }

        return null;
    }

    /// <summary>Names are compared decoded and in any case: documents and SDKs disagree on theirs.</summary>
    public bool IsNamed(string name) => _name.ContainsAny('%', '+')
        ? string.Equals(Decode(_name), name, StringComparison.OrdinalIgnoreCase)
        : _name.Equals(name, StringComparison.OrdinalIgnoreCase);

    private static string Decode(ReadOnlySpan<char> encoded)
    {
        if (!encoded.ContainsAny('%', '+'))
        {
            return encoded.ToString();
        }

        return Uri.UnescapeDataString(encoded.ToString().Replace('+', ' '));
    }
}
