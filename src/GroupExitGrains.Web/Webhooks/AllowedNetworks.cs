using System.Net;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>The networks that a source may send from; any if none is named.</summary>
internal sealed class AllowedNetworks(IEnumerable<string> networks)
{
    private readonly IPNetwork[] _networks = [.. networks.Select(IPNetwork.Parse)];

    /// <summary>The address may send.</summary>
    public bool Admit(IPAddress? address)
    {
        if (_networks.Length == 0)
        {
            return true;
        }

        if (address is null)
        {
            return false;
        }

        // A socket for both families shows an IPv4 sender as ::ffff:a.b.c.d.
        var plain = address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address;
        return Array.Exists(_networks, network => network.Contains(plain));
    }
}
