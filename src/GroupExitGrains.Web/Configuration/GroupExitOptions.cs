namespace GroupExitGrains.Web.Configuration;

/// <summary>Everything that can be set, as section <c>GroupExit</c> of the configuration.</summary>
public sealed class GroupExitOptions
{
    /// <summary>The name of the configuration section.</summary>
    public const string Section = "GroupExit";

    /// <summary>Who may send callbacks, by the name that stands in the webhook's path. Names are case-sensitive.</summary>
    public Dictionary<string, SourceOptions> Sources { get; } = new(StringComparer.Ordinal);

    /// <summary>Where the journal is kept.</summary>
    public StorageOptions Storage { get; init; } = new();

    /// <summary>What is kept on local disk while the journal does not take it.</summary>
    public SpoolOptions Spool { get; init; } = new();

    /// <summary>How this process is part of a cluster. Of no use to a process without grains, which may share the file.</summary>
    public ClusterOptions Cluster { get; init; } = new();

    /// <summary>Who may use the admin API.</summary>
    public AdminOptions Admin { get; init; } = new();

    /// <summary>How much is kept of what was refused.</summary>
    public RejectionOptions Rejections { get; init; } = new();

    /// <summary>
    /// Networks of the proxies in front, as CIDR. From them alone <c>X-Forwarded-For</c> is believed; from nobody if empty.
    /// </summary>
    public List<string> Proxies { get; } = [];

    /// <summary>How much is taken on at a time.</summary>
    public LimitOptions Limits { get; init; } = new();

    /// <summary>How events are delivered to subscriptions.</summary>
    public SubscriptionOptions Subscriptions { get; init; } = new();

    /// <summary>For how long a repeated callback counts as a duplicate.</summary>
    public DuplicateOptions Duplicates { get; init; } = new();

    /// <summary>How this process is watched.</summary>
    public TelemetryOptions Telemetry { get; init; } = new();

    /// <summary>Folder for what the program keeps beside the journal, relative to the working directory. Default <c>data</c>.</summary>
    public string DataDirectory { get; init; } = "data";

    /// <summary>Listen on addresses that others can reach although a source is open to anyone. Default false.</summary>
    public bool AllowInsecure { get; init; }

    /// <summary>The largest body of a callback, in bytes, 1 KiB to 256 MiB. Default 8 MiB.</summary>
    public int MaxBodyBytes { get; init; } = 8 * 1024 * 1024;

    /// <summary>
    /// How long a callback may wait to become durable before its sender is told to try again, 100 ms to 1 min. The vendors
    /// hang up after 2 s (Tencent) and 5 s (OpenIM). Default 1.5 s.
    /// </summary>
    public TimeSpan AnswerWithin { get; init; } = TimeSpan.FromSeconds(1.5);

    /// <summary>
    /// How long the program goes on serving after it is told to stop, with readiness off, so that load balancers can look
    /// elsewhere, 0 to 10 min. Default 0.
    /// </summary>
    public TimeSpan DrainNotice { get; init; }

    /// <summary>How long the program then waits for what is under way, 0 to 10 min. Default 15 s.</summary>
    public TimeSpan DrainWithin { get; init; } = TimeSpan.FromSeconds(15);
}
