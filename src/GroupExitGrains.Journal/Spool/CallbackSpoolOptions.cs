namespace GroupExitGrains.Journal.Spool;

/// <summary>When callbacks go to local disk, where they lie there, and how they leave it.</summary>
public sealed record CallbackSpoolOptions
{
    /// <summary>How long the journal has to make a callback durable before it goes to the spool. Default 500 ms.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>
    /// How long journal and local disk have for it together before the callback is refused: the disk has all of it while
    /// callbacks go straight to the spool. Default 1.4 s.
    /// </summary>
    public TimeSpan AcceptWithin { get; init; } = TimeSpan.FromSeconds(1.4);

    /// <summary>The folder on local disk; no two processes share one. Default <c>data/spool</c>.</summary>
    public string Folder { get; init; } = Path.Combine("data", "spool");

    /// <summary>Bytes after which the next segment is begun; 4 KiB to 1 GiB. Default 64 MiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>
    /// Bytes on disk at which the spool is full and takes nothing more; at least a segment, at most 1,024 of them. Default 4 GiB.
    /// </summary>
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>The spool is full, too, when its oldest callback was spooled longer ago than this. Default 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>How many groups are drained at the same time. Default 64.</summary>
    public int DrainConcurrency { get; init; } = 64;

    /// <summary>
    /// How many callbacks of a group are offered without waiting for those before them, so that one commit carries many.
    /// More than one only where the groups inside keep the order of the calls. Fewer where many groups are drained: all of them
    /// together offer no more than one commit takes, so that other groups' callbacks do not wait long behind them. Default 128.
    /// </summary>
    public int DrainDepth { get; init; } = 128;

    /// <summary>How long drained callbacks may take before they are offered again. Default 10 s.</summary>
    public TimeSpan DrainDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How long after a miss the journal is first tried again; the time doubles, with jitter, up to
    /// <see cref="MaxProbeInterval"/>. Default 250 ms.
    /// </summary>
    public TimeSpan ProbeInterval { get; init; } = TimeSpan.FromMilliseconds(250);

    /// <summary>The longest time between two tries. Default 2 s.</summary>
    public TimeSpan MaxProbeInterval { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>The longest time that a group whose callback fails rests before it is tried again. Default 1 min.</summary>
    public TimeSpan MaxGroupRest { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>
    /// How often a callback may fail for another reason than an unavailable or damaged journal before it is put among the
    /// dead letters, so that its group goes on. Default 20, which takes about a quarter of an hour.
    /// </summary>
    public int MaxRefusals { get; init; } = 20;

    /// <summary>Throws if a setting cannot work.</summary>
    /// <exception cref="ArgumentException">Names the setting.</exception>
    public void Validate()
    {
        Check(Deadline > TimeSpan.Zero && Deadline <= TimeSpan.FromMinutes(1), nameof(Deadline), "is above 0 and at most 1 min");
        Check(
            AcceptWithin > Deadline && AcceptWithin <= TimeSpan.FromMinutes(1), nameof(AcceptWithin), "is above Deadline and at most 1 min");
        Check(!string.IsNullOrWhiteSpace(Folder), nameof(Folder), "is the path of a folder");
        Check(SegmentBytes is >= 4096 and <= 1 << 30, nameof(SegmentBytes), "is 4 KiB to 1 GiB");
        Check(
            MaxBytes >= SegmentBytes && MaxBytes / SegmentBytes <= 1024, nameof(MaxBytes), "is 1 to 1,024 times SegmentBytes");
        Check(MaxAge > TimeSpan.Zero, nameof(MaxAge), "is above 0");
        Check(DrainConcurrency is >= 1 and <= 1024, nameof(DrainConcurrency), "is 1 to 1,024");
        Check(DrainDepth is >= 1 and <= 4096, nameof(DrainDepth), "is 1 to 4,096");
        Check(DrainDeadline >= Deadline, nameof(DrainDeadline), "is at least Deadline");
        Check(ProbeInterval > TimeSpan.Zero, nameof(ProbeInterval), "is above 0");
        Check(MaxProbeInterval >= ProbeInterval, nameof(MaxProbeInterval), "is at least ProbeInterval");
        Check(MaxGroupRest >= ProbeInterval, nameof(MaxGroupRest), "is at least ProbeInterval");
        Check(MaxRefusals >= 1, nameof(MaxRefusals), "is at least 1");
    }

    private static void Check(bool holds, string setting, string rule)
    {
        if (!holds)
        {
            throw new ArgumentException($"The spool's {setting} {rule}.", setting);
        }
    }
}
