using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool;

/// <summary>
/// Groups that take a callback whether the journal is there or not: what it does not make durable in time goes to local disk,
/// is answered <see cref="CallbackState.Pending"/>, and is recorded when the journal is back, in the group's order and with
/// the time at which it was received. Everything else is asked of the groups inside.
/// </summary>
/// <remarks>
/// Nothing spooled leaves the disk before <see cref="Start"/>. An attempt that missed its deadline may still succeed: its
/// callback id makes the second one harmless.
/// </remarks>
public sealed partial class SpoolingGroups : IGroups, ISpool, IAsyncDisposable
{
    private readonly IGroups _inner;
    private readonly CallbackSpool _spool;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Circuit _circuit;
    private readonly Drain _drain;

    /// <summary>Puts a spool before groups. Neither of them is disposed with this.</summary>
    public SpoolingGroups(IGroups inner, CallbackSpool spool, ILogger<SpoolingGroups> logger)
        : this(inner, spool, logger, Random.Shared.NextDouble)
    {
    }

    internal SpoolingGroups(IGroups inner, CallbackSpool spool, ILogger logger, Func<double> chance)
    {
        _inner = inner;
        _spool = spool;
        _time = spool.Time;
        _logger = logger;
        _circuit = new Circuit(spool.Options, spool.Time, chance);
        _drain = new Drain(inner, spool, _circuit, chance, logger);
    }

    /// <inheritdoc/>
    public SpoolStatus Status
    {
        get
        {
            var oldest = _spool.Index.Oldest;
            return new(
                IsEnabled: true,
                _spool.Index.Depth,
                _spool.Index.Groups,
                _spool.Store.Bytes,
                oldest is { ReceivedAt: var received } ? UnixTime.Read(received) : null,
                _circuit.IsOpen,
                _spool.IsFull,
                _spool.Store.LastFault,
                _spool.Store.DeadLetters,
                _spool.Index.Spooled,
                _spool.Index.Drained)
            {
                OldestSpooledAt = oldest is { SpooledAt: var spooled } ? UnixTime.Read(spooled) : null,
            };
        }
    }

    /// <inheritdoc/>
    public bool IsCatchingUp => _spool.Index.IsBehind && !_circuit.IsOpen;

    /// <inheritdoc/>
    public Callback? Find(CallbackId id) => _spool.Find(id);

    /// <summary>Begins to drain, what an earlier process left included.</summary>
    public void Start() => _drain.Start();

    /// <summary>Ends draining. What waits stays on disk; callbacks are still taken.</summary>
    public Task StopAsync() => _drain.StopAsync();

    /// <summary>Ends draining.</summary>
    public ValueTask DisposeAsync() => _drain.DisposeAsync();

    /// <summary>
    /// Records a callback, or spools it. Not cancellable, imports apart: a vendor that hangs up has told it all the same, and
    /// will not tell it again.
    /// </summary>
    /// <exception cref="JournalUnavailableException">
    /// It could not be made durable, neither in the journal nor on local disk, or it is not known whether it was.
    /// </exception>
    /// <exception cref="GroupWaitsException">An import of a group of which callbacks wait here; nothing was changed.</exception>
    public Task<Receipt> RecordAsync(Callback callback, CancellationToken cancellationToken) =>
        callback.Change.Kind == ChangeKind.Imported ? RecordImportAsync(callback, cancellationToken)
        : _spool.IsEmpty && !_circuit.IsOpen ? RecordDirectAsync(callback, _time.GetTimestamp())
        : RecordInTurnAsync(callback);

    /// <inheritdoc/>
    public Task<GroupSummary?> FindAsync(GroupKey group, CancellationToken cancellationToken) =>
        _inner.FindAsync(group, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<Member>?> MembersAsync(
        GroupKey group, string? after, int limit, CancellationToken cancellationToken) =>
        _inner.MembersAsync(group, after, limit, cancellationToken);

    /// <inheritdoc/>
    public Task<Member?> MemberAsync(GroupKey group, string userId, CancellationToken cancellationToken) =>
        _inner.MemberAsync(group, userId, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<AuditEntry>?> HistoryAsync(GroupKey group, AuditQuery query, CancellationToken cancellationToken) =>
        _inner.HistoryAsync(group, query, cancellationToken);

    /// <inheritdoc/>
    public Task<Verification?> VerifyAsync(GroupKey group, CancellationToken cancellationToken) =>
        _inner.VerifyAsync(group, cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(GroupKey group, CancellationToken cancellationToken) =>
        _inner.ResumeAsync(group, cancellationToken);
}
