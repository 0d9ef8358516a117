using System.Net;
using System.Net.Sockets;

namespace GroupExitGrains.Subscriptions;

/// <summary>
/// Which addresses are of the public internet. Whoever may name a target must not reach what this machine can reach and they
/// cannot: loopback, private and link-local networks, metadata services, and other spellings of the same in IPv6.
/// </summary>
internal static class AddressRule
{
    private static readonly IPNetwork[] s_notPublicV4 = Networks(
        "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24",
        "192.88.99.0/24", "192.168.0.0/16", "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4");

    /// <summary>All that is public is in here (IANA IPv6 Global Unicast)...</summary>
    private static readonly IPNetwork s_globalV6 = IPNetwork.Parse("2000::/3");

    /// <summary>... but for protocols with IPv4 addresses in them (Teredo, 6to4), documentation, benchmarks, ORCHID.</summary>
    private static readonly IPNetwork[] s_notPublicV6 = Networks("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20");

    /// <summary>Where a host without IPv4 finds those with (RFC 6052): the IPv4 address is the last four bytes.</summary>
    private static readonly IPNetwork s_nat64 = IPNetwork.Parse("64:ff9b::/96");

    public static bool IsPublic(IPAddress address)
    {
        if (address.IsIPv4MappedToIPv6)
        {
            return IsPublic(address.MapToIPv4());
        }

        if (address.AddressFamily == AddressFamily.InterNetwork)
        {
            return !Array.Exists(s_notPublicV4, network => network.Contains(address));
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return false;
        }

        // A zone would only say which interface a link-local address is of.
        var plain = new IPAddress(address.GetAddressBytes());
        return s_nat64.Contains(plain)
            ? IsPublic(new IPAddress(plain.GetAddressBytes().AsSpan(12)))
            : s_globalV6.Contains(plain) && !Array.Exists(s_notPublicV6, network => network.Contains(plain));
    }

    private static IPNetwork[] Networks(params string[] networks) => Array.ConvertAll(networks, IPNetwork.Parse);
}
