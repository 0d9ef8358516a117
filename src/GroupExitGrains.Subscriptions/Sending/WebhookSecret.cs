using System.Security.Cryptography;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>Secrets as Standard Webhooks 1.0.0 writes them: <c>whsec_</c> and the base64 of 24 to 64 bytes.</summary>
public static class WebhookSecret
{
    private const string Prefix = "whsec_";
    private const int RandomBytes = 32;

    /// <summary>Secrets that may sign together: while one is rotated, and once more in a hurry.</summary>
    public const int MostAtOnce = 5;

    /// <summary>Makes a secret.</summary>
    public static SigningSecret New() => new(Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(RandomBytes)), Until: null);

    /// <summary>The secrets after a new one came: it signs, and those before it sign on until a time.</summary>
    public static IReadOnlyList<SigningSecret> Rotate(
        IReadOnlyList<SigningSecret> secrets, SigningSecret added, DateTimeOffset now, DateTimeOffset until)
    {
        ArgumentNullException.ThrowIfNull(secrets);
        return
        [
            added,
            .. secrets.Select(secret => secret with { Until = secret.Until < until ? secret.Until : until })
                .Where(secret => secret.Until > now)
                .Take(MostAtOnce - 1),
        ];
    }

    /// <summary>The key of a secret.</summary>
    /// <exception cref="FormatException">It is no secret.</exception>
    internal static byte[] KeyOf(SigningSecret secret) => secret.Value.StartsWith(Prefix, StringComparison.Ordinal)
        ? Convert.FromBase64String(secret.Value[Prefix.Length..])
        : throw new FormatException("A secret does not begin with whsec_.");
}
