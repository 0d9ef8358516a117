using System.Collections.Concurrent;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>
/// A run over storage in memory and a receiver that answers what the test says. All of it is done at once, so that what happens
/// at which time is certain.
/// </summary>
internal sealed class RunRig(params AuditEntry[] journal) : IDeliveries, IHistory, IWebhookSender
{
    public const string Id = "0001";

    /// <summary>The end of the journal is looked at once: what there is, is there from the start.</summary>
    private static readonly DeliveryOptions s_options = new() { LookEvery = TimeSpan.FromDays(20) };

    private readonly ConcurrentQueue<(Func<bool> Holds, TaskCompletionSource Met)> _expected = [];

    private readonly TaskCompletionSource _over = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RunTime Time { get; } = new();

    public ConcurrentQueue<(string EventId, TimeSpan At)> Sent { get; } = [];

    public ConcurrentQueue<DeliveryChanges> Saves { get; } = [];

    /// <summary>What the receiver says.</summary>
    public Func<OutgoingEvent, DeliveryAnswer> Answer { get; set; } = _ => Status(200);

    /// <summary>What is stored: where the next run goes on. Behind the first position, or the journal would not be read at once.</summary>
    public DeliveryHold Stored { get; set; } = new(
        new Subscription { Id = Id, Name = "a", Url = "https://a/", Secrets = [], CreatedAt = Entries.Noon, CreatedBy = "ada" }, Epoch: 1, 1, []);

    public Dictionary<long, DeadLetter> Letters { get; } = [];

    /// <summary>The receiver answers nothing before the run is over.</summary>
    public bool AnswersLate { get; init; }

    public static DeliveryAnswer Status(int status, TimeSpan? retryAfter = null) =>
        new(status, status == 200 ? null : $"status {status}", null, TimeSpan.Zero, retryAfter);

    /// <summary>Runs until something holds after a request or a save, or so much time has passed. Says whether it held.</summary>
    public async Task<bool> RunAsync(Func<bool> until, TimeSpan most)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        var met = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        _expected.Enqueue((until, met));
        var running = new SubscriptionRunning(this, this, s_options, Time, NullLogger<SubscriptionRunning>.Instance, () => this);
        var run = Task.Run(() => running.RunAsync(Id, stop.Token), stop.Token);
        await Time.RunAsync(met.Task, run, most);
        await stop.CancelAsync();
        _over.TrySetResult();
        await run;
        _expected.Clear();
        return met.Task.IsCompleted;
    }

    public Task<DeliveryHold?> TakeAsync(
        string id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        Task.FromResult<DeliveryHold?>(Stored);

    public Task<SubscriptionMark?> SaveAsync(
        string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken)
    {
        Stored = Stored with
        {
            Cursor = changes.Cursor,
            Waiting =
            [
                .. Stored.Waiting.Where(group => !changes.Cleared.Contains(group.Group) && !changes.Waiting.Any(other => other.Group == group.Group)),
                .. changes.Waiting,
            ],
        };
        foreach (var position in changes.Redelivered)
        {
            Letters.Remove(position);
        }

        foreach (var letter in changes.Letters)
        {
            Letters[letter.Position] = letter;
        }

        Saves.Enqueue(changes);
        Meet();
        return Task.FromResult<SubscriptionMark?>(new(id, Stored.Subscription.State, Stored.Subscription.Revision));
    }

    public Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<DeadLetter>> DueLettersAsync(string id, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. Letters.Values.Where(letter => letter.DueAt is not null).OrderBy(letter => letter.DueAt)]);

    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult(
        new Page<AuditEntry>(
            [
                .. journal.Where(audit => query.GroupId is null ? audit.Position > query.After
                    : audit.Facts.Group.GroupId == query.GroupId && audit.Entry.Sequence > query.After).Take(query.Limit),
            ],
            null));

    public async Task<DeliveryAnswer> SendAsync(Subscription subscription, OutgoingEvent sent, CancellationToken cancellationToken)
    {
        var answer = Answer(sent);
        Sent.Enqueue((sent.Id, Time.Passed));
        Meet();
        if (AnswersLate)
        {
            await _over.Task;
        }

        return answer;
    }

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private void Meet()
    {
        foreach (var (_, met) in _expected.Where(expected => expected.Holds()))
        {
            met.TrySetResult();
        }
    }
}
