namespace GroupExitGrains.Membership;

/// <summary>Settings of the ledger's rules. Every silo of a cluster must have the same.</summary>
public sealed record LedgerOptions
{
    /// <summary>How long a callback with an event time may be recognised as a repetition. Default 24 h.</summary>
    public TimeSpan EventTimeWindow { get; init; } = TimeSpan.FromHours(24);

    /// <summary>The same for a callback with an operation id only. Default 10 min.</summary>
    public TimeSpan OperationIdWindow { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>The same for a callback with nothing but its body. Default 10 s.</summary>
    public TimeSpan BodyWindow { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long the time of those who left is remembered. Default 24 h.</summary>
    public TimeSpan LeaversRememberedFor { get; init; } = TimeSpan.FromHours(24);

    /// <summary>How many of those who left are remembered per group at most. Default 100,000.</summary>
    public int LeaversRemembered { get; init; } = 100_000;

    /// <summary>A callback that may make more entries than this is answered before they are appended. Default 5,000.</summary>
    public int LargestWholeCallback { get; init; } = 5_000;

    /// <summary>How many entries of such a callback are appended at a time. Default 1,000.</summary>
    public int ChunkSize { get; init; } = 1_000;

    /// <summary>The fewest entries between two snapshots. Default 256.</summary>
    public int SnapshotInterval { get; init; } = 256;

    /// <summary>The longest of the three windows: so late may a repetition arrive, whichever window it is held against.</summary>
    public TimeSpan LongestWindow
    {
        get
        {
            var longest = EventTimeWindow > OperationIdWindow ? EventTimeWindow : OperationIdWindow;
            return longest > BodyWindow ? longest : BodyWindow;
        }
    }

    /// <summary>How long a repetition is looked for.</summary>
    public TimeSpan Window(DuplicateWindow window) => window switch
    {
        DuplicateWindow.EventTime => EventTimeWindow,
        DuplicateWindow.OperationId => OperationIdWindow,
        DuplicateWindow.Body => BodyWindow,
        _ => throw new ArgumentOutOfRangeException(nameof(window), window, message: null),
    };
}
