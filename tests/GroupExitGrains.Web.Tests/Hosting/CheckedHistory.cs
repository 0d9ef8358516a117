using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Storage that is as well as the test says.</summary>
internal sealed class CheckedHistory : IHistory
{
    public Func<Task>? Check { get; set; }

    public int Checks { get; private set; }

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Checks++;
        return Check?.Invoke() ?? Task.CompletedTask;
    }

    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
