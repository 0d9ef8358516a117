using System.Net;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>What is printed once it listens: what to do next.</summary>
internal static class Welcome
{
    public static void Print(
        IReadOnlyCollection<string> addresses, GroupExitOptions options, AdminKeyFile? adminKey, TextWriter output)
    {
        foreach (var address in addresses)
        {
            output.WriteLine($"Listening on {address}");
        }

        if (adminKey is { } key)
        {
            output.WriteLine(key.IsNew ? $"Admin key, shown this once and kept in {key.Path}: {key.Key}" : $"Admin key in {key.Path}");
        }

        var reachable = Reachable(addresses.FirstOrDefault());
        output.WriteLine($"Console at {reachable}/, where an admin key signs in");
        foreach (var (name, source) in options.Sources)
        {
            var url = $"{reachable}/webhooks/{name}{(source.HasPathSecret ? "/<PathSecret>" : "")}";
            if (source.Vendor == VendorKind.OpenIM)
            {
                PrintOpenIm(name, url, output);
            }
            else
            {
                PrintTencent(name, url, output);
            }
        }
    }

    private static void PrintOpenIm(string source, string url, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"OpenIM, source {source}: put this into its config/webhooks.yml");
        output.WriteLine();
        foreach (var line in VendorSwitches.WebhooksYml(url).Split('\n'))
        {
            output.WriteLine($"    {line}");
        }
    }

    private static void PrintTencent(string source, string url, TextWriter output)
    {
        output.WriteLine();
        output.WriteLine($"Tencent Cloud IM, source {source}: set this in its console under webhooks (callbacks), and tick the events");
        output.WriteLine();
        output.WriteLine($"    URL: {url}");
        foreach (var callback in VendorSwitches.Tencent)
        {
            output.WriteLine($"    {callback}");
        }
    }

    // The vendor's server is told an address that it can reach.
    private static string Reachable(string? address)
    {
        if (!Uri.TryCreate(address, UriKind.Absolute, out var uri))
        {
            return "http://<this machine>";
        }

        var isAny = IPAddress.TryParse(uri.Host, out var ip) && (ip.Equals(IPAddress.Any) || ip.Equals(IPAddress.IPv6Any));
        return $"{uri.Scheme}://{(isAny ? "<this machine>" : uri.Host)}:{uri.Port}";
    }
}
