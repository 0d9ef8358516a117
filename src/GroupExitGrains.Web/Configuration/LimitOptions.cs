namespace GroupExitGrains.Web.Configuration;

/// <summary>
/// How much of everything this process takes on at a time. Beyond a bound the answer is 503 with <c>Retry-After</c>, at once;
/// beyond <see cref="MaxConnections"/> the connection is closed.
/// </summary>
public sealed class LimitOptions
{
    /// <summary>
    /// Open connections, 10 to 1,000,000; one more is accepted and closed without an answer. Default 8,192.
    /// </summary>
    public int MaxConnections { get; init; } = 8_192;

    /// <summary>
    /// Callbacks that have arrived whole and are not durable yet, 1 to 1,000,000, whether or not their senders still wait.
    /// Default 2,048.
    /// </summary>
    public int MaxConcurrentCallbacks { get; init; } = 2_048;

    /// <summary>
    /// Bytes of bodies that have arrived and are not dealt with, at least <see cref="GroupExitOptions.MaxBodyBytes"/>, at most
    /// 64 GiB. A quarter as many, or one body, may at the same time be held of senders who do not know the path's secret or
    /// come from elsewhere. Default 64 MiB.
    /// </summary>
    public long MaxBodyBytesInFlight { get; init; } = 64L * 1024 * 1024;

    /// <summary>
    /// Writes that wait for the journal, 1 to 10,000,000; their requests take up <see cref="MaxBodyBytesInFlight"/> bytes at most.
    /// What comes beyond is not taken for durable: it is spooled, or its sender told to try again. Default 8,192.
    /// </summary>
    public int MaxQueuedAppends { get; init; } = 8_192;

    /// <summary>
    /// Groups that Standalone keeps in memory, 100 to 100,000,000; with a sixteenth more, those asked for longest ago are let go.
    /// A silo goes by the memory that is left instead. Default 200,000.
    /// </summary>
    public int MaxActiveGroups { get; init; } = 200_000;

    /// <summary>Requests to the admin API at a time, 1 to 100,000. Default 64.</summary>
    public int MaxConcurrentAdminRequests { get; init; } = 64;

    /// <summary>Readers of the live feed and long polls at a time, beside those requests. 1 to 100,000. Default 2,000.</summary>
    public int MaxFollowers { get; init; } = 2_000;

    /// <summary>Imports among the requests: each is held in memory whole. 1 to 1,000. Default 2.</summary>
    public int MaxConcurrentImports { get; init; } = 2;

    /// <summary>
    /// How long the body of a callback may take to arrive, 1 s to 10 min, however steadily it drips. Default 10 s: the vendors
    /// give up after 2 s (Tencent) and 5 s (OpenIM).
    /// </summary>
    public TimeSpan BodyWithin { get; init; } = TimeSpan.FromSeconds(10);
}
