using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>What makes two callbacks the same, for the services of <see cref="PeerTables"/>.</summary>
internal static class PeerFingerprint
{
    // OpenIM repeats nothing with another operation id.
    public static byte[] Of(Callback callback)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Encoding.UTF8.GetBytes($"{callback.Source}\0{callback.Command}\0{callback.OperationId}\0"));
        hash.AppendData(callback.Request.Body.Span);
        return hash.GetHashAndReset();
    }
}
