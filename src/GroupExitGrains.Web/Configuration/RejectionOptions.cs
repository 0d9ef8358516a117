namespace GroupExitGrains.Web.Configuration;

/// <summary>How much is kept of what was refused. Beyond any of these bounds the oldest make room.</summary>
public sealed class RejectionOptions
{
    /// <summary>How long, 1 min to 3650 days. Default 30 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(30);

    /// <summary>The most rejections, 1 to 10,000,000. Default 10,000.</summary>
    public int MaxCount { get; init; } = 10_000;

    /// <summary>The most bytes of their requests, 1 MiB to 1 TiB. Default 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;
}
