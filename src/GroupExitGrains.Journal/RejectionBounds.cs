namespace GroupExitGrains.Journal;

/// <summary>How much the store of rejections keeps. Beyond either bound the oldest make room.</summary>
public sealed record RejectionBounds
{
    /// <summary>The most rejections kept. Default 10,000.</summary>
    public int MaxCount { get; init; } = 10_000;

    /// <summary>The most bytes kept of their requests. Default 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;
}
