using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Overload;

/// <summary>
/// What this process takes on of webhooks at a time. Those who do not know the secret draw on a small allowance of their own:
/// they cannot keep out those who do.
/// </summary>
internal sealed class WebhookAllowances(GroupExitOptions options)
{
    private const int StrangersShareOfBytes = 4;

    /// <summary>Callbacks that have arrived and are not durable.</summary>
    public Allowance Callbacks { get; } = new(options.Limits.MaxConcurrentCallbacks);

    /// <summary>Bytes of bodies of those who know the secret.</summary>
    public Allowance Bytes { get; } = new(options.Limits.MaxBodyBytesInFlight);

    /// <summary>Bytes of bodies of the others.</summary>
    public Allowance StrangersBytes { get; } =
        new(Math.Max(options.MaxBodyBytes, options.Limits.MaxBodyBytesInFlight / StrangersShareOfBytes));
}
