using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace GroupExitGrains.Membership;

/// <summary>A SHA-256 digest held in place; written as 64 lower-case hexadecimal digits.</summary>
public readonly struct EntryHash : IEquatable<EntryHash>
{
    /// <summary>The number of bytes of a digest.</summary>
    public const int Size = 32;

    private readonly Words _words;

    private EntryHash(ReadOnlySpan<byte> bytes) => bytes.CopyTo(MemoryMarshal.AsBytes((Span<ulong>)_words));

    /// <summary>Thirty-two zero bytes: what the first entry of a group continues.</summary>
    public static EntryHash Zero => default;

    /// <summary>Reads a digest from its bytes.</summary>
    /// <exception cref="ArgumentException">There are not exactly 32 bytes.</exception>
    public static EntryHash Read(ReadOnlySpan<byte> bytes) => bytes.Length == Size
        ? new EntryHash(bytes)
        : throw new ArgumentException($"A hash has {Size} bytes, not {bytes.Length}.", nameof(bytes));

    /// <summary>Writes the digest's bytes.</summary>
    public void Write(Span<byte> destination) =>
        MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_words).CopyTo(destination);

    /// <summary>The digest's bytes.</summary>
    public byte[] ToByteArray() => MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_words).ToArray();

    /// <inheritdoc/>
    public bool Equals(EntryHash other) => ((ReadOnlySpan<ulong>)_words).SequenceEqual(other._words);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is EntryHash other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _words[0].GetHashCode();

    /// <summary>Same bytes.</summary>
    public static bool operator ==(EntryHash left, EntryHash right) => left.Equals(right);

    /// <summary>Different bytes.</summary>
    public static bool operator !=(EntryHash left, EntryHash right) => !left.Equals(right);

    /// <inheritdoc/>
    public override string ToString() => Convert.ToHexStringLower(MemoryMarshal.AsBytes((ReadOnlySpan<ulong>)_words));

    [InlineArray(4)]
    private struct Words
    {
        private ulong _first;
    }
}
