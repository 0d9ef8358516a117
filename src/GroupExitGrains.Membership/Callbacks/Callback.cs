namespace GroupExitGrains.Membership;

/// <summary>
/// One verified request: who sent it, the request as it came, and the change of a group that it reports.
/// </summary>
public sealed record Callback
{
    /// <summary>Given at receipt; the journal holds each id at most once.</summary>
    public required CallbackId Id { get; init; }

    /// <summary>Name of the configured source that received it.</summary>
    public required string Source { get; init; }

    /// <summary>The vendor's command as sent, for example <c>callbackAfterKickGroupCommand</c>.</summary>
    public required string Command { get; init; }

    /// <summary>The vendor's operation id; absent if none was sent. Senders reuse them.</summary>
    public string? OperationId { get; init; }

    /// <summary>When this process received it, UTC, whole milliseconds.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Address of the client that acted, as the vendor reports it.</summary>
    public string? ClientIp { get; init; }

    /// <summary>Platform of the client that acted, as the vendor spells it.</summary>
    public string? ClientPlatform { get; init; }

    /// <summary>The request as it came.</summary>
    public required RawRequest Request { get; init; }

    /// <summary>What it says happened.</summary>
    public required GroupChange Change { get; init; }

    /// <summary>The group it is about.</summary>
    public GroupKey Group => new(Source, Change.GroupId);
}
