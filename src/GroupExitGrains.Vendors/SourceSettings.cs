namespace GroupExitGrains.Vendors;

/// <summary>What a vendor must know of the configured source to verify a request. All of it is Tencent's: OpenIM signs nothing.</summary>
public sealed record SourceSettings
{
    /// <summary>The settings of a source that verifies nothing.</summary>
    public static SourceSettings Unsecured { get; } = new();

    /// <summary>The SDKAppID every request must name; absent: any.</summary>
    public string? SdkAppId { get; init; }

    /// <summary>
    /// The tokens that may have signed a request, several while they are rotated. Empty: signatures are not checked,
    /// which is also how a request whose signature was not kept is put through again.
    /// </summary>
    public IReadOnlyList<string> Tokens { get; init; } = [];

    /// <summary>How far a signed request time may lie from the time of receipt, either way. Default: five minutes.</summary>
    public TimeSpan ClockSkew { get; init; } = TimeSpan.FromMinutes(5);
}
