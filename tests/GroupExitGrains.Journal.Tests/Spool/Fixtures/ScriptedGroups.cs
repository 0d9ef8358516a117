using System.Threading.Channels;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>Groups over a journal that does what the test says. Idempotent by callback id, as a journal is.</summary>
internal sealed class ScriptedGroups : IGroups
{
    private readonly Lock _gate = new();
    private readonly List<Callback> _recorded = [];
    private readonly HashSet<CallbackId> _ids = [];
    private readonly Channel<Offer> _offers = Channel.CreateUnbounded<Offer>();
    private TaskCompletionSource? _awaited;
    private int _awaitedCount;
    private TaskCompletionSource? _offeredAwaited;
    private int _awaitedOffers;
    private int _offered;

    /// <summary>What becomes of a callback. At first: recorded at once.</summary>
    public Func<Callback, JournalMood> Mood { get; set; } = static _ => JournalMood.Well;

    /// <summary>What it throws when it is <see cref="JournalMood.Failing"/>.</summary>
    public Func<Exception> Failure { get; set; } = static () => new JournalUnavailableException("The journal is away.");

    /// <summary>Callbacks recorded, in their order, each once.</summary>
    public IReadOnlyList<Callback> Recorded
    {
        get
        {
            lock (_gate)
            {
                return [.. _recorded];
            }
        }
    }

    /// <summary>How often anything was offered.</summary>
    public int Offered => Volatile.Read(ref _offered);

    /// <summary>Completes when so many are recorded.</summary>
    public Task WhenRecordedAsync(int count)
    {
        lock (_gate)
        {
            if (_recorded.Count >= count)
            {
                return Task.CompletedTask;
            }

            (_awaitedCount, _awaited) = (count, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return _awaited.Task;
        }
    }

    /// <summary>Completes when so many were offered.</summary>
    public Task WhenOfferedAsync(int count)
    {
        lock (_gate)
        {
            if (_offered >= count)
            {
                return Task.CompletedTask;
            }

            (_awaitedOffers, _offeredAwaited) = (count, new(TaskCreationOptions.RunContinuationsAsynchronously));
            return _offeredAwaited.Task;
        }
    }

    /// <summary>The next offer that hangs, for the test to decide on.</summary>
    public ValueTask<Offer> HangingAsync() => _offers.Reader.ReadAsync(TestContext.Current.CancellationToken);

    /// <summary>The same if there is one now.</summary>
    public Offer? TryTakeHanging() => _offers.Reader.TryRead(out var offer) ? offer : null;

    public Task<Receipt> RecordAsync(Callback callback, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _offered++;
            if (_offered == _awaitedOffers)
            {
                _offeredAwaited?.TrySetResult();
            }
        }

        switch (Mood(callback))
        {
            case JournalMood.Well:
                return Task.FromResult(Record(callback));
            case JournalMood.Failing:
                return Task.FromException<Receipt>(Failure());
            case JournalMood.LosingReplies:
                Record(callback);
                return Task.FromException<Receipt>(Failure());
            default:
                var offer = new Offer(this, callback);
                _offers.Writer.TryWrite(offer);
                return offer.Task;
        }
    }

    public Task<GroupSummary?> FindAsync(GroupKey group, CancellationToken cancellationToken) =>
        Task.FromResult<GroupSummary?>(null);

    public Task<Page<Member>?> MembersAsync(
        GroupKey group, string? after, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<Page<Member>?>(new Page<Member>([new Member($"{after}{limit}", GroupRole.Member, null)], null));

    public Task<Member?> MemberAsync(GroupKey group, string userId, CancellationToken cancellationToken) =>
        Task.FromResult<Member?>(new Member(userId, GroupRole.Owner, null));

    public Task<Page<AuditEntry>?> HistoryAsync(
        GroupKey group, AuditQuery query, CancellationToken cancellationToken) =>
        Task.FromResult<Page<AuditEntry>?>(new Page<AuditEntry>([], group.GroupId));

    public Task<Verification?> VerifyAsync(GroupKey group, CancellationToken cancellationToken) =>
        Task.FromException<Verification?>(new JournalDamagedException(group.GroupId));

    public Task ResumeAsync(GroupKey group, CancellationToken cancellationToken) =>
        Task.FromException(new JournalDamagedException(group.GroupId));

    private Receipt Record(Callback callback)
    {
        lock (_gate)
        {
            if (_ids.Add(callback.Id))
            {
                _recorded.Add(callback);
                if (_recorded.Count == _awaitedCount)
                {
                    _awaited?.TrySetResult();
                }
            }
        }

        return new Receipt(callback.Id, CallbackState.Recorded);
    }

    internal sealed class Offer(ScriptedGroups groups, Callback callback)
    {
        private readonly TaskCompletionSource<Receipt> _receipt = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Callback Callback { get; } = callback;

        public Task<Receipt> Task => _receipt.Task;

        public void Succeed() => _receipt.TrySetResult(groups.Record(Callback));

        public void Fail(Exception exception) => _receipt.TrySetException(exception);
    }
}

internal enum JournalMood
{
    Well,
    Failing,
    LosingReplies,
    Hanging,
}
