using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>The sources as configured. The journal may have more: those of the past.</summary>
internal sealed class ConfiguredSources(GroupExitOptions options)
{
    public IEnumerable<KeyValuePair<string, SourceOptions>> All =>
        options.Sources.OrderBy(source => source.Key, StringComparer.Ordinal);

    public bool Has(string source) => options.Sources.ContainsKey(source);

    /// <summary>The vendor of a source; null if it is no longer configured.</summary>
    public VendorKind? VendorOf(string source) => options.Sources.GetValueOrDefault(source)?.Vendor;
}
