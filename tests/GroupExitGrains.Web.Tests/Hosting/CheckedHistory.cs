using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Storage that is as well as the test says.</summary>
internal sealed class CheckedHistory : IHistory, IDisposable
{
    private readonly SemaphoreSlim _listing = new(0);

    public Func<Task>? Check { get; set; }

    public int Checks { get; private set; }

    /// <summary>What listing groups waits for.</summary>
    public Task Listing { get; set; } = Task.CompletedTask;

    /// <summary>Waits until so many have asked for a list.</summary>
    public async Task UntilListingAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _listing.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public Task CheckAsync(CancellationToken cancellationToken)
    {
        Checks++;
        return Check?.Invoke() ?? Task.CompletedTask;
    }

    public Task<Page<AuditEntry>> PageAsync(AuditQuery query, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    public async Task<Page<GroupSummary>> GroupsAsync(GroupQuery query, CancellationToken cancellationToken)
    {
        _listing.Release();
        await Listing;
        return new Page<GroupSummary>([], null);
    }

    public Task<UserSummary?> UserAsync(UserKey user, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<IReadOnlyList<SourceTotals>> SourcesAsync(CancellationToken cancellationToken) => throw new NotSupportedException();

    public void Dispose() => _listing.Dispose();
}
