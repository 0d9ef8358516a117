using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>A fresh store per test, with a journal open on it.</summary>
public abstract class ConformanceTest : IAsyncLifetime
{
    private IJournalStorage? _storage;
    private TestStore? _store;

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    protected TestStore Store => _store!;

    protected IJournalStorage Storage => _storage!;

    protected IJournal Journal => Storage.Journal;

    protected IHistory History => Storage.History;

    public async ValueTask InitializeAsync()
    {
        _store = await CreateStoreAsync();
        _storage = await _store.OpenAsync();
    }

    public async ValueTask DisposeAsync()
    {
        if (_storage is not null)
        {
            await _storage.DisposeAsync();
        }

        if (_store is not null)
        {
            await _store.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract Task<TestStore> CreateStoreAsync();

    /// <summary>Closes the journal and opens it again, as a restart would.</summary>
    protected async Task ReopenAsync()
    {
        await Storage.DisposeAsync();
        _storage = await Store.OpenAsync();
    }

    protected async Task AppendAsync(params Append[] appends)
    {
        var outcomes = await Task.WhenAll(appends.Select(Journal.AppendAsync));
        outcomes.ShouldAllBe(outcome => outcome == AppendOutcome.Appended);
    }

    protected Task<List<StoredEntry>> ReadAsync(GroupKey group, long after = 0, bool withRequests = false) =>
        Journal.ReadAsync(group, after, withRequests, Cancellation).ToListAsync(Cancellation).AsTask();

    /// <summary>Every entry in order of position.</summary>
    protected async Task<List<AuditEntry>> FeedAsync()
    {
        var entries = new List<AuditEntry>();
        var query = new AuditQuery { Ascending = true, Limit = AuditQuery.MaxLimit };
        while (true)
        {
            var page = await History.PageAsync(query, Cancellation);
            entries.AddRange(page.Items);
            if (page.Next is null)
            {
                return entries;
            }

            query = query with { After = Digits.Read(page.Next) };
        }
    }
}
