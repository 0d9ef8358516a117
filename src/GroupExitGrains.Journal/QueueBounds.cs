namespace GroupExitGrains.Journal;

/// <summary>How much may wait for a journal to write it. What comes beyond is refused at once as unavailable.</summary>
public sealed record QueueBounds
{
    /// <summary>The most writes that wait, at least 1. Default 8,192.</summary>
    public int MaxWrites { get; init; } = 8_192;

    /// <summary>The most bytes of their requests, unless a single one has more. Default 64 MiB.</summary>
    public long MaxBytes { get; init; } = 64L * 1024 * 1024;
}
