using System.Collections.Concurrent;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>
/// Storage in memory with two entries, both of them letters that are due, and their receiver. It answers the second one, and the
/// first is written down, when the test says so.
/// </summary>
internal sealed class LettersRig(params AuditEntry[] journal) : IDeliveries, IHistory, IWebhookSender
{
    private readonly ConcurrentDictionary<long, DeadLetter> _letters = new(journal.ToDictionary(audit => audit.Position, LetterOf));

    public AuditEntry[] Journal => journal;

    public ConcurrentQueue<string> Sent { get; } = [];

    public TaskCompletionSource FirstSave { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    // What waits for these goes on before they return: the order in which the run hears of them is certain.
    public TaskCompletionSource FirstSaved { get; } = new();

    public TaskCompletionSource SecondAnswer { get; } = new();

    public TaskCompletionSource AllSaved { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task<DeliveryHold?> TakeAsync(
        string id, string owner, DateTimeOffset now, DateTimeOffset until, CancellationToken cancellationToken) =>
        Task.FromResult<DeliveryHold?>(new DeliveryHold(
            new Subscription { Id = id, Name = "a", Url = "https://a/", Secrets = [], CreatedAt = Entries.Noon, CreatedBy = "ada" },
            Epoch: 1,
            journal[^1].Position,
            []));

    public async Task<SubscriptionMark?> SaveAsync(
        string id, string owner, long epoch, DeliveryChanges changes, CancellationToken cancellationToken)
    {
        if (changes.Redelivered.Count > 0 && FirstSave.TrySetResult())
        {
            await FirstSaved.Task;
        }

        foreach (var position in changes.Redelivered)
        {
            _letters.TryRemove(position, out _);
        }

        if (_letters.IsEmpty)
        {
            AllSaved.TrySetResult();
        }

        return new SubscriptionMark(id, SubscriptionState.Active, 1);
    }

    public Task ReleaseAsync(string id, string owner, CancellationToken cancellationToken) => Task.CompletedTask;

    public Task<IReadOnlyList<DeadLetter>> DueLettersAsync(string id, int limit, CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<DeadLetter>>([.. _letters.Values]);

    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) => Task.FromResult(
        new Page<AuditEntry>([.. journal.Where(audit => audit.Position > query.After).Take(query.Limit)], null));

    public async Task<DeliveryAnswer> SendAsync(Subscription subscription, OutgoingEvent sent, CancellationToken cancellationToken)
    {
        Sent.Enqueue(sent.Id);
        if (sent.Id == EventId.Of(journal[1]))
        {
            await SecondAnswer.Task;
        }

        return new DeliveryAnswer(200, null, null, TimeSpan.Zero, null);
    }

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task CheckAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose()
    {
    }

    private static DeadLetter LetterOf(AuditEntry audit) => new(
        audit.Position, EventId.Of(audit), audit.Facts.Group, audit.Entry.Sequence, audit.Entry.Kind, Entries.Noon, 0, Entries.Noon, null, null);
}
