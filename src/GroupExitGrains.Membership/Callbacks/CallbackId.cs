using System.Diagnostics.CodeAnalysis;

namespace GroupExitGrains.Membership;

/// <summary>
/// Names one callback from its receipt on, through retries and restarts. A UUID of version 7, so ids of
/// one process ascend with time; written as 32 lower-case hexadecimal digits.
/// </summary>
/// <param name="Value">The UUID.</param>
public readonly record struct CallbackId(Guid Value)
{
    /// <summary>The number of bytes of an id.</summary>
    public const int Size = 16;

    /// <summary>Makes an id for a callback received at the given time.</summary>
    public static CallbackId New(DateTimeOffset receivedAt) => new(Guid.CreateVersion7(receivedAt));

    /// <summary>Reads an id from its sixteen bytes, most significant first.</summary>
    public static CallbackId Read(ReadOnlySpan<byte> bytes) => new(new Guid(bytes, bigEndian: true));

    /// <summary>Writes the sixteen bytes, most significant first: byte order is order of time.</summary>
    public void Write(Span<byte> destination) => Value.TryWriteBytes(destination, bigEndian: true, out _);

    /// <summary>The sixteen bytes, most significant first.</summary>
    public byte[] ToByteArray() => Value.ToByteArray(bigEndian: true);

    /// <summary>Reads an id as <see cref="ToString"/> writes it.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out CallbackId id)
    {
        var parsed = Guid.TryParseExact(text, "N", out var value);
        id = new CallbackId(value);
        return parsed;
    }

    /// <inheritdoc/>
    public override string ToString() => Value.ToString("N");
}
