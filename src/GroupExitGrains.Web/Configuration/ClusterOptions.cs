namespace GroupExitGrains.Web.Configuration;

/// <summary>How a process is part of a cluster.</summary>
public sealed class ClusterOptions
{
    /// <summary>Which cluster this is: its processes find each other by this name in the database. Default <c>groupexit</c>.</summary>
    public string ClusterId { get; init; } = "groupexit";

    /// <summary>
    /// Whose grain state and reminders these are: stays the same when a cluster is replaced by another. Default
    /// <c>groupexit</c>.
    /// </summary>
    public string ServiceId { get; init; } = "groupexit";

    /// <summary>The port on which silos reach each other, 1 to 65535. For the cluster's own network only. Default 11111.</summary>
    public int SiloPort { get; init; } = 11111;

    /// <summary>The port on which gateways reach a silo, 1 to 65535. For the cluster's own network only. Default 30000.</summary>
    public int GatewayPort { get; init; } = 30000;

    /// <summary>The IP address at which the others reach this silo. Found out by itself if absent.</summary>
    public string? AdvertisedAddress { get; init; }
}
