namespace GroupExitGrains.Web.Configuration;

/// <summary>What is kept on local disk while the journal does not take it.</summary>
public sealed class SpoolOptions
{
    /// <summary>There is a spool. Without one, a callback that the journal does not take is answered 503. Default true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>
    /// The folder, on a disk of this machine that outlives the process, relative to the working directory; no two processes
    /// share one. Default <c>spool</c> in <see cref="GroupExitOptions.DataDirectory"/>.
    /// </summary>
    public string? Directory { get; init; }

    /// <summary>
    /// How long the journal has to make a callback durable before it is spooled, 10 ms to 1 min; at least 250 ms less than
    /// <see cref="GroupExitOptions.AnswerWithin"/>, for the disk. Default 500 ms.
    /// </summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Bytes on disk from which on nothing more is spooled; 1 to 1,024 times <see cref="SegmentBytes"/>. Default 4 GiB.</summary>
    public long MaxBytes { get; init; } = 4L * 1024 * 1024 * 1024;

    /// <summary>Nothing more is spooled, too, while a callback has waited longer, 1 s to 365 days. Default 7 days.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromDays(7);

    /// <summary>The size of a file of the spool, 4 KiB to 1 GiB. Default 64 MiB.</summary>
    public int SegmentBytes { get; init; } = 64 * 1024 * 1024;

    /// <summary>The least that <see cref="GroupExitOptions.AnswerWithin"/> must leave for writing to the spool.</summary>
    internal static TimeSpan LeastDiskTime { get; } = TimeSpan.FromMilliseconds(250);
}
