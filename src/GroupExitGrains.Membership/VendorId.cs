using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>What a group id or a user id may look like.</summary>
public static class VendorId
{
    /// <summary>The longest id, in bytes of UTF-8.</summary>
    public const int MaxBytes = 256;

    /// <summary>
    /// Says what is wrong with an id, or null if it is well formed: 1 to 256 bytes of UTF-8, no control
    /// characters (Unicode category Cc), no unpaired surrogates. Anything else is allowed.
    /// </summary>
    public static string? Fault(ReadOnlySpan<char> id)
    {
        if (id.IsEmpty)
        {
            return "is empty";
        }

        for (var i = 0; i < id.Length; i++)
        {
            var c = id[i];
            if (char.IsControl(c))
            {
                return $"has the control character U+{(int)c:X4}";
            }

            if (char.IsSurrogate(c))
            {
                if (!char.IsHighSurrogate(c) || i + 1 == id.Length || !char.IsLowSurrogate(id[i + 1]))
                {
                    return "has an unpaired surrogate";
                }

                i++;
            }
        }

        // A char is at most three bytes, so a short id needs no count.
        return id.Length * 3 > MaxBytes && Encoding.UTF8.GetByteCount(id) > MaxBytes
            ? $"is longer than {MaxBytes} bytes"
            : null;
    }
}
