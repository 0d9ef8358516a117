using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Overload;

/// <summary>
/// What this process takes on of webhooks at a time. Those who do not know the secret draw on a small allowance of their own:
/// they cannot keep out those who do.
/// </summary>
internal sealed class WebhookAllowances(GroupExitOptions options, ISpool spool)
{
    private const int StrangersShareOfBytes = 4;
    private const int ShareWhileCatchingUp = 8;

    /// <summary>
    /// Callbacks that have arrived and are not durable. While the spool is emptied they are fewer: each of them waits for its
    /// turn behind it, and those whose time is over join it, so that as many as may be would keep it full for as long as
    /// the rush lasts, and every callback would be written twice.
    /// </summary>
    public Allowance Callbacks { get; } = new(() => spool.IsCatchingUp
        ? Math.Max(1, options.Limits.MaxConcurrentCallbacks / ShareWhileCatchingUp)
        : options.Limits.MaxConcurrentCallbacks);

    /// <summary>Bytes of bodies of those who know the secret.</summary>
    public Allowance Bytes { get; } = new(options.Limits.MaxBodyBytesInFlight);

    /// <summary>Bytes of bodies of the others.</summary>
    public Allowance StrangersBytes { get; } =
        new(Math.Max(options.MaxBodyBytes, options.Limits.MaxBodyBytesInFlight / StrangersShareOfBytes));
}
