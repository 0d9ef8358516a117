namespace GroupExitGrains.Membership;

/// <summary>A bounded store of what was refused: when full, the oldest make room.</summary>
public interface IRejections
{
    /// <summary>Keeps a rejection.</summary>
    Task AddAsync(Rejection rejection, CancellationToken cancellationToken);

    /// <summary>A rejection by its id.</summary>
    Task<Rejection?> FindAsync(CallbackId id, CancellationToken cancellationToken);

    /// <summary>A page of rejections, by id, which is the order of their receipt. Bodies are left out.</summary>
    Task<Page<Rejection>> ListAsync(RejectionQuery query, CancellationToken cancellationToken);

    /// <summary>Notes what came of putting a rejection through again, in place of what was noted before.</summary>
    Task NoteReplayAsync(CallbackId id, RejectionReplay replay, CancellationToken cancellationToken);

    /// <summary>Lets go of those received before a time; says how many those were.</summary>
    Task<int> DropAsync(DateTimeOffset receivedBefore, CancellationToken cancellationToken);

    /// <summary>How many are kept per source and cause.</summary>
    Task<IReadOnlyList<RejectionCount>> CountsAsync(CancellationToken cancellationToken);
}

/// <summary>A request that was refused, or a sample of what this program does not use.</summary>
/// <param name="Id">Its callback id, as the answer carried it.</param>
/// <param name="Source">The source it came to.</param>
/// <param name="ReceivedAt">When.</param>
/// <param name="Cause">A kebab-case word, for example <c>wrong-signature</c>, <c>malformed</c>, <c>unsupported-command</c>.</param>
/// <param name="Detail">Which field is wrong and why. Holds no secret.</param>
/// <param name="Command">The command, as far as it could be told.</param>
/// <param name="RemoteIp">Who sent it.</param>
/// <param name="Request">The request.</param>
public sealed record Rejection(
    CallbackId Id,
    string Source,
    DateTimeOffset ReceivedAt,
    string Cause,
    string Detail,
    string? Command,
    string? RemoteIp,
    RawRequest Request)
{
    /// <summary>What came of putting it through again; absent if nobody has.</summary>
    public RejectionReplay? Replay { get; init; }
}

/// <summary>How many rejections of one kind are kept.</summary>
/// <param name="Source">The source.</param>
/// <param name="Cause">The cause.</param>
/// <param name="Count">How many.</param>
/// <param name="LastReceivedAt">The latest.</param>
public sealed record RejectionCount(string Source, string Cause, long Count, DateTimeOffset LastReceivedAt);
