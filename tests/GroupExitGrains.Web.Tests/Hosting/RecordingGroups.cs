using System.Collections.Concurrent;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Keeps what it is told to record, or does what the test says instead.</summary>
internal sealed class RecordingGroups : IGroups
{
    private readonly ConcurrentQueue<Callback> _recorded = new();

    public IReadOnlyCollection<Callback> Recorded => _recorded;

    public Func<Callback, Task<Receipt>>? Instead { get; set; }

    public Task<Receipt> RecordAsync(Callback callback, CancellationToken cancellationToken)
    {
        if (Instead is not null)
        {
            return Instead(callback);
        }

        _recorded.Enqueue(callback);
        return Task.FromResult(new Receipt(callback.Id, CallbackState.Recorded));
    }

    public Task<GroupSummary?> FindAsync(GroupKey group, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<Member>?> MembersAsync(GroupKey group, string? after, int limit, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Member?> MemberAsync(GroupKey group, string userId, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<AuditEntry>?> HistoryAsync(GroupKey group, AuditQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Verification?> VerifyAsync(GroupKey group, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task ResumeAsync(GroupKey group, CancellationToken cancellationToken) => throw new NotSupportedException();
}
