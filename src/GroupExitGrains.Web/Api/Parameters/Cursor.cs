using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// A place in a list. Its text says which list, in which order, and carries a digest of both, so that a damaged one or one
/// of another list is found out. It is no secret and grants nothing.
/// </summary>
/// <param name="Listing">The list.</param>
/// <param name="Ascending">Its order.</param>
/// <param name="Place">The last item that was given, as the list knows it.</param>
internal sealed record Cursor(string Listing, bool Ascending, string Place)
{
    private const byte Version = 1;
    private const int DigestSize = 4;
    private const int HeaderSize = 2 + DigestSize;

    /// <summary>Reads the cursor in a query; null if there is none.</summary>
    /// <exception cref="ProblemException">It is damaged or of another list.</exception>
    public static Cursor? Read(ApiQuery query, string listing) =>
        query.Text(ApiParameter.Cursor) is { } text ? Read(text, listing) : null;

    /// <summary>Reads a cursor.</summary>
    /// <exception cref="ProblemException">It is damaged or of another list.</exception>
    public static Cursor Read(string text, string listing)
    {
        if (!Base64Url.IsValid(text, out var length) || length < HeaderSize)
        {
            throw Problems.InvalidCursor.Exception("cursor is not one that this API gave.");
        }

        var bytes = Base64Url.DecodeFromChars(text);
        var cursor = new Cursor(listing, bytes[1] == 1, Encoding.UTF8.GetString(bytes.AsSpan(HeaderSize)));
        return cursor.ToString() == text
            ? cursor
            : throw Problems.InvalidCursor.Exception("cursor is damaged, or was given for another list than this one.");
    }

    /// <summary>The place in a list whose places are numbers.</summary>
    public long Number() => long.TryParse(Place, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Problems.InvalidCursor.Exception("cursor holds no place.");

    /// <inheritdoc/>
    public override string ToString() => Base64Url.EncodeToString(Encode());

    private byte[] Encode()
    {
        var place = Encoding.UTF8.GetBytes(Place);
        var bytes = new byte[HeaderSize + place.Length];
        bytes[0] = Version;
        bytes[1] = Ascending ? (byte)1 : (byte)0;
        place.CopyTo(bytes, HeaderSize);

        var digest = SHA256.HashData(Encoding.UTF8.GetBytes($"{Version}\n{Listing}\n{Ascending}\n{Place}"));
        digest.AsSpan(0, DigestSize).CopyTo(bytes.AsSpan(2));
        return bytes;
    }
}
