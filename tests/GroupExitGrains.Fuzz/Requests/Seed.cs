using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>A request as a vendor sends it, to be changed.</summary>
/// <param name="Source">The source in the path, named like its vendor's default one.</param>
/// <param name="Command">The vendor's command.</param>
/// <param name="Body">The JSON, with <c>{g}</c> for a group's number and <c>{u}</c> for a user's.</param>
internal sealed record Seed(string Source, string Command, string Body)
{
    public bool IsOpenIm => Source == "openim";

    public string Target => IsOpenIm
        ? $"/webhooks/openim/{Command}"
        : $"/webhooks/tencent?SdkAppid=1400000000&CallbackCommand={Command}&contenttype=json&ClientIP=203.0.113.7&OptPlatform=iOS";

    /// <summary>The body about one of a few groups and one of many users, so that callbacks meet what others left.</summary>
    public byte[] BodyFor(Random random) => Encoding.UTF8.GetBytes(Body
        .Replace("{g}", $"G{random.Next(200)}", StringComparison.Ordinal)
        .Replace("{u}", $"u{random.Next(100_000)}", StringComparison.Ordinal));
}
