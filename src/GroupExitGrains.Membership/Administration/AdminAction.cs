namespace GroupExitGrains.Membership;

/// <summary>Something that somebody changed, or set about to change.</summary>
public sealed record AdminActionDraft
{
    /// <summary>Names the action. What began and how it ended are two entries with the same id.</summary>
    public required CallbackId Id { get; init; }

    /// <summary>When, UTC, whole milliseconds.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Who.</summary>
    public required AdminActor Actor { get; init; }

    /// <summary>A kebab-case word, for example <c>key-created</c>.</summary>
    public required string What { get; init; }

    /// <summary>A kebab-case word: <c>begun</c>, or how it ended.</summary>
    public required string Outcome { get; init; }

    /// <summary>What it was done to; absent if that is nothing that has a name.</summary>
    public string? Target { get; init; }

    /// <summary>What else there is to say: a small JSON object. Holds no secret.</summary>
    public string Details { get; init; } = "{}";
}

/// <summary>Who changes something.</summary>
/// <param name="Name">The name of the key, or of the user of the operating system.</param>
/// <param name="Door">How they came in.</param>
/// <param name="KeyId">The id of the key; absent for keys in the settings and for the command line.</param>
/// <param name="Address">Where the request came from.</param>
public sealed record AdminActor(string Name, AdminDoor Door, string? KeyId = null, string? Address = null);

/// <summary>How somebody who changes something came in. The numbers are stored.</summary>
public enum AdminDoor : byte
{
    /// <summary>Over the admin API.</summary>
    Api = 1,

    /// <summary>From the command line, with access to the settings and the database.</summary>
    CommandLine = 2,

    /// <summary>Over the console, with a session.</summary>
    Console = 3,
}

/// <summary>An entry of the history of actions.</summary>
/// <param name="Sequence">Its number, from 1 without a gap.</param>
/// <param name="Draft">What was done.</param>
/// <param name="PreviousHash">The hash that it continues; zero for the first.</param>
/// <param name="Hash">SHA-256 over the previous hash, the sequence and the action's canonical bytes.</param>
public sealed record AdminAction(long Sequence, AdminActionDraft Draft, EntryHash PreviousHash, EntryHash Hash);
