using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Journal.Rows;

/// <summary>
/// The narrow key of the index over a user's entries: the first 64 bits of SHA-256 over the source, a zero byte and the
/// user id. Two users may share it, so whoever reads by it compares the id too.
/// </summary>
internal static class UserHash
{
    private const int StackBytes = 600;

    public static long Of(string source, string userId)
    {
        var size = Encoding.UTF8.GetMaxByteCount(source.Length) + 1 + Encoding.UTF8.GetMaxByteCount(userId.Length);
        var bytes = size <= StackBytes ? stackalloc byte[StackBytes] : new byte[size];
        var length = Encoding.UTF8.GetBytes(source, bytes);
        bytes[length++] = 0;
        length += Encoding.UTF8.GetBytes(userId, bytes[length..]);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(bytes[..length], digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }
}
