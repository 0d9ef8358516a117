using System.Diagnostics.CodeAnalysis;
using GroupExitGrains.Vendors.OpenIm;
using GroupExitGrains.Vendors.TencentIm;

namespace GroupExitGrains.Vendors;

/// <summary>The vendors this program understands.</summary>
public static class KnownVendors
{
    /// <summary>OpenIM.</summary>
    public static IVendor OpenIm { get; } = new OpenImVendor();

    /// <summary>Tencent Cloud IM.</summary>
    public static IVendor TencentIm { get; } = new TencentImVendor();

    /// <summary>All of them.</summary>
    public static IReadOnlyList<IVendor> All { get; } = [OpenIm, TencentIm];

    /// <summary>Finds a vendor by its name in configuration, in any case.</summary>
    public static bool TryFind(string? name, [NotNullWhen(true)] out IVendor? vendor)
    {
        vendor = All.FirstOrDefault(known => string.Equals(known.Name, name, StringComparison.OrdinalIgnoreCase));
        return vendor is not null;
    }
}
