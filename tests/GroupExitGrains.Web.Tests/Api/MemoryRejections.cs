using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Rejections in memory.</summary>
internal sealed class MemoryRejections : IRejections
{
    private readonly List<Rejection> _all = [];

    public Task AddAsync(Rejection rejection, CancellationToken cancellationToken)
    {
        _all.Add(rejection);
        return Task.CompletedTask;
    }

    public Task<Rejection?> FindAsync(CallbackId id, CancellationToken cancellationToken) =>
        Task.FromResult(_all.Find(rejection => rejection.Id == id));

    public Task<Page<Rejection>> ListAsync(
        string? source, string? cause, CallbackId? before, int limit, CancellationToken cancellationToken)
    {
        var page = _all
            .Where(rejection => (source ?? rejection.Source) == rejection.Source && (cause ?? rejection.Cause) == rejection.Cause)
            .OrderByDescending(rejection => $"{rejection.Id}", StringComparer.Ordinal)
            .Where(rejection => before is null || string.CompareOrdinal($"{rejection.Id}", $"{before}") < 0)
            .Take(limit + 1)
            .Select(rejection => rejection with { Request = new RawRequest("", [], default) })
            .ToList();
        return Task.FromResult(page.Count > limit
            ? new Page<Rejection>(page[..^1], $"{page[^2].Id}")
            : new Page<Rejection>(page, null));
    }

    public Task<IReadOnlyList<RejectionCount>> CountsAsync(CancellationToken cancellationToken) =>
        Task.FromResult<IReadOnlyList<RejectionCount>>(
        [
            .. _all.GroupBy(rejection => (rejection.Source, rejection.Cause))
                .Select(kind => new RejectionCount(kind.Key.Source, kind.Key.Cause, kind.Count(), kind.Max(r => r.ReceivedAt))),
        ]);
}
