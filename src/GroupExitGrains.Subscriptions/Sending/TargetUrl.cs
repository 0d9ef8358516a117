using System.Net;

namespace GroupExitGrains.Subscriptions;

/// <summary>Where a subscription may send to, as far as its URL tells. Names are resolved and checked with each connection.</summary>
public static class TargetUrl
{
    private const int Longest = 2048;

    /// <summary>Says what is wrong with a URL, or null if it is fine.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="allowPrivate">Private addresses and <c>http</c> are fine.</param>
    public static string? Fault(string? url, bool allowPrivate)
    {
        if (string.IsNullOrWhiteSpace(url) || url.Length > Longest)
        {
            return $"url must have 1 to {Longest} characters";
        }

        if (!Uri.TryCreate(url, UriKind.Absolute, out var target) || target.Scheme is not ("https" or "http") || target.Host.Length == 0)
        {
            return "url must be absolute, https://...";
        }

        if (target.Scheme != Uri.UriSchemeHttps && !allowPrivate)
        {
            return "url must begin with https:// unless GroupExit:Subscriptions:AllowPrivateTargets is set";
        }

        if (target.UserInfo.Length > 0 || target.Fragment.Length > 0)
        {
            return "url must have neither user and password nor a fragment";
        }

        return !allowPrivate && IPAddress.TryParse(target.Host.Trim('[', ']'), out var address) && !AddressRule.IsPublic(address)
            ? $"url names the address {address}, which is not public; GroupExit:Subscriptions:AllowPrivateTargets would allow it"
            : null;
    }
}
