namespace GroupExitGrains.Journal.Postgres.Connections;

/// <summary>PostgreSQL's text takes neither NUL nor what is not UTF-8.</summary>
internal static class StorableText
{
    private const char Replacement = '\uFFFD';

    /// <summary>The server can be asked for this text; else nothing stored can equal it.</summary>
    public static bool Fits(string? text) => text is null || FirstFault(text) < 0;

    /// <summary>The text with each character that cannot be stored replaced.</summary>
    public static string? Mend(string? text)
    {
        if (Fits(text))
        {
            return text;
        }

        var mended = text!.ToCharArray();
        for (var i = FirstFault(mended); i >= 0; i = FirstFault(mended))
        {
            mended[i] = Replacement;
        }

        return new string(mended);
    }

    private static int FirstFault(ReadOnlySpan<char> text)
    {
        var i = 0;
        while (i < text.Length)
        {
            if (text[i] == '\0')
            {
                return i;
            }

            if (!char.IsSurrogate(text[i]))
            {
                i++;
            }
            else if (i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]))
            {
                i += 2;
            }
            else
            {
                return i;
            }
        }

        return -1;
    }
}
