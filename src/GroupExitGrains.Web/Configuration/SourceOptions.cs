using System.Net;

namespace GroupExitGrains.Web.Configuration;

/// <summary>One sender of callbacks.</summary>
public sealed class SourceOptions
{
    /// <summary>What software sends. Required.</summary>
    public VendorKind? Vendor { get; init; }

    /// <summary>The path segment that proves who sends; none by default.</summary>
    public string? PathSecret { get; init; }

    /// <summary>Further path secrets, each as good as <see cref="PathSecret"/>, so that it can be rotated.</summary>
    public List<string> PathSecrets { get; } = [];

    /// <summary>Tencent: the SDKAppID that callbacks must carry. Not checked if absent.</summary>
    public string? SdkAppId { get; init; }

    /// <summary>Tencent: the token that signatures are made with. Signatures are not checked if there is none.</summary>
    public string? Token { get; init; }

    /// <summary>Tencent: further tokens, each as good as <see cref="Token"/>, so that it can be rotated.</summary>
    public List<string> Tokens { get; } = [];

    /// <summary>Tencent: how far <c>RequestTime</c> may be off, 1 s to 1 day. Default 5 min.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Networks that callbacks may come from, as CIDR; any if empty.</summary>
    public List<string> AllowedNetworks { get; } = [];

    /// <summary>Its path must hold a secret.</summary>
    public bool HasPathSecret => AllPathSecrets.Any();

    /// <summary>All path secrets.</summary>
    internal IEnumerable<string> AllPathSecrets => PathSecret is null ? PathSecrets : PathSecrets.Prepend(PathSecret);

    /// <summary>All tokens.</summary>
    internal IEnumerable<string> AllTokens => Token is null ? Tokens : Tokens.Prepend(Token);

    /// <summary>Nothing proves who sends.</summary>
    internal bool IsOpen => !HasPathSecret && !AllTokens.Any()
        && (AllowedNetworks.Count == 0 || AllowedNetworks.Exists(network => IPNetwork.Parse(network).PrefixLength == 0));
}

/// <summary>The software that sends callbacks.</summary>
public enum VendorKind
{
    /// <summary>OpenIM.</summary>
    OpenIM,

    /// <summary>Tencent Cloud IM.</summary>
    TencentIM,
}
