using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;
using Orleans.Concurrency;
using Orleans.Placement;

namespace GroupExitGrains.Grains;

/// <summary>
/// Hosts a group's ledger, and adds nothing to its rules. Reentrant, so that many appends are in flight at once; the ledger
/// keeps them in order. A second activation, which Orleans does not rule out, is refused by the journal.
/// </summary>
[GrainType("group")]
[Reentrant]
[PreferLocalPlacement]
internal sealed partial class GroupGrain : Grain, IGroupGrain
{
    private readonly Dictionary<CallbackId, Task<Receipt>> _underWay = [];
    private readonly GroupLedger _ledger;
    private readonly IHistory _history;
    private readonly ILogger _logger;

    public GroupGrain(
        [PersistentState("snapshot", GrainStorage.Snapshots)] IPersistentState<GroupSnapshot> state,
        IGrainContext context,
        IJournal journal,
        ISnapshots snapshots,
        IHistory history,
        LedgerOptions options,
        ILogger<GroupLedger> logger)
    {
        var group = GroupGrainKey.Parse(context.GrainId.Key.ToString()!);
        var kept = new GrainSnapshots(state, snapshots, context);
        _history = history;
        _logger = logger;
        _ledger = new GroupLedger(group, journal, kept, options, logger);
    }

    public Task<Receipt> RecordAsync(Callback callback)
    {
        // Whoever lost patience and asks again waits for the first attempt: the journal would refuse a second one, and the
        // ledger would have to load the group anew.
        if (!_underWay.TryGetValue(callback.Id, out var receipt))
        {
            receipt = RecordNewAsync(callback);
            if (!receipt.IsCompleted)
            {
                _underWay[callback.Id] = receipt;
            }
        }

        return receipt;
    }

    public Task<Receipt> RecordLargeAsync(Callback callback) => RecordAsync(callback);

    public async Task<GroupSummary?> FindAsync() => KeepIfKnown(await AskAsync(_ledger.FindAsync));

    public async Task<Page<Member>?> MembersAsync(string? after, int limit) =>
        KeepIfKnown(await AskAsync(() => _ledger.MembersAsync(after, limit)));

    public async Task<Member?> MemberAsync(string userId) =>
        await FindAsync() is null ? null : await AskAsync(() => _ledger.MemberAsync(userId));

    public async Task<Page<AuditEntry>?> HistoryAsync(AuditQuery query, CancellationToken cancellationToken)
    {
        var (source, groupId) = _ledger.Group;
        return await FindAsync() is null
            ? null
            : await AskAsync(() => _history.PageAsync(
                query with { Source = source, GroupId = groupId }, cancellationToken));
    }

    // Away from the grain's scheduler: hashing a long history must not hold up the callbacks that come meanwhile.
    public async Task<Verification?> VerifyAsync(CancellationToken cancellationToken) =>
        KeepIfKnown(await AskAsync(() => Task.Run(() => _ledger.VerifyAsync(cancellationToken), cancellationToken)));

    public Task ResumeAsync() => AskAsync(async () =>
    {
        await _ledger.LoadAsync();
        return true;
    });

    public override Task OnDeactivateAsync(DeactivationReason reason, CancellationToken cancellationToken) =>
        _ledger.CloseAsync().WaitAsync(cancellationToken);

    private async Task<Receipt> RecordNewAsync(Callback callback)
    {
        using var span = CarriedTrace.Resume();
        try
        {
            return await _ledger.RecordAsync(callback);
        }
        catch (JournalUnavailableException exception)
        {
            GiveUp(exception);
            throw;
        }
        catch (LedgerClosedException exception)
        {
            throw Moving(exception);
        }
        finally
        {
            _underWay.Remove(callback.Id);
        }
    }

    private async Task<T> AskAsync<T>(Func<Task<T>> ask)
    {
        try
        {
            return await ask();
        }
        catch (JournalUnavailableException exception)
        {
            GiveUp(exception);
            throw;
        }
        catch (LedgerClosedException exception)
        {
            throw Moving(exception);
        }
    }

    private static JournalUnavailableException Moving(LedgerClosedException exception) => new("The group is moving.", exception);

    /// <summary>What storage took is not known here any more. A new activation reads it.</summary>
    private void GiveUp(JournalUnavailableException exception)
    {
        DeactivateOnIdle();
        LogUnavailable(_logger, exception);
    }

    /// <summary>Asking for a group that was never heard of must not keep an activation for it.</summary>
    private T? KeepIfKnown<T>(T? answer)
        where T : class
    {
        if (answer is null)
        {
            DeactivateOnIdle();
        }

        return answer;
    }

    [LoggerMessage(4201, LogLevel.Debug, "The group gives up its activation: storage is unavailable.")]
    private static partial void LogUnavailable(ILogger logger, Exception exception);
}
