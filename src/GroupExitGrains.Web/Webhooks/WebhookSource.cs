using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using GroupExitGrains.Vendors;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>A configured source, ready to receive.</summary>
internal sealed class WebhookSource(string name, SourceOptions options)
{
    private readonly PathSecrets _secrets = new(options.AllPathSecrets);

    // OpenIM appends the command to the address it is given; Tencent puts it into the query.
    private readonly bool _commandInPath = options.Vendor == VendorKind.OpenIM;

    public string Name => name;

    public IVendor Vendor { get; } = options.Vendor == VendorKind.OpenIM ? KnownVendors.OpenIm : KnownVendors.TencentIm;

    public SourceSettings Settings { get; } = new()
    {
        SdkAppId = options.SdkAppId,
        Tokens = [.. options.AllTokens],
        ClockSkew = options.ClockSkew,
    };

    public AllowedNetworks Networks { get; } = new(options.AllowedNetworks);

    /// <summary>
    /// Reads what follows the source in the path. False if the secret is wrong or missing, or one is presented to a source
    /// that has none: a slip in the vendor's settings, by which no callback should be lost.
    /// </summary>
    /// <param name="path">The path.</param>
    /// <param name="command">The command, null if there is none or what is there may be a secret.</param>
    public bool TryOpen(in WebhookPath path, out string? command)
    {
        var (secret, last, hasMore) = _secrets.Any
            ? (path.First, path.Second, path.HasMore)
            : (null, path.First, path.HasMore || path.Second is not null);

        var isOpen = (!_secrets.Any || _secrets.Match(secret)) && !hasMore && (_commandInPath || last is null);
        command = isOpen ? last : CommandAmong(path.Second, path.First);
        return isOpen;
    }

    // What was presented in a secret's place is shown to nobody, unless it is plainly the command.
    private static string? CommandAmong(params ReadOnlySpan<string?> segments)
    {
        foreach (var segment in segments)
        {
            if (segment is { Length: > 8 and <= 64 }
                && segment.StartsWith("callback", StringComparison.OrdinalIgnoreCase)
                && segment.All(char.IsAsciiLetter))
            {
                return segment;
            }
        }

        return null;
    }
}

/// <summary>The configured sources.</summary>
internal sealed class WebhookSources(GroupExitOptions options)
{
    private readonly FrozenDictionary<string, WebhookSource> _sources = options.Sources.ToFrozenDictionary(
        source => source.Key, source => new WebhookSource(source.Key, source.Value), StringComparer.Ordinal);

    public bool TryFind(string name, [NotNullWhen(true)] out WebhookSource? source) => _sources.TryGetValue(name, out source);
}
