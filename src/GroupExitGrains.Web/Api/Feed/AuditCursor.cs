using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Walks a filtered history by ascending position, page by page, over whichever index serves its filters.</summary>
/// <param name="history">The history over everything.</param>
/// <param name="groups">The groups, who answer for their own.</param>
/// <param name="users">The users, who answer for theirs.</param>
/// <param name="query">The filters; its order and start are not used.</param>
/// <param name="scope">The sources that may be seen.</param>
/// <param name="position">Where to start, exclusive.</param>
internal sealed class AuditCursor(
    IHistory history, IGroups groups, IUsers users, AuditQuery query, SourceScope scope, long position)
{
    private readonly AuditQuery _query = query with { Ascending = true, Limit = AuditQuery.MaxLimit };
    private long? _after;

    /// <summary>The next page; <see cref="Page{T}.Next"/> is null where the history ends for now.</summary>
    public async Task<Page<AuditEntry>> NextAsync(CancellationToken cancellationToken)
    {
        _after ??= _query is { Source: { } source, GroupId: { } group }
            ? await groups.SequenceAtAsync(new GroupKey(source, group), position, cancellationToken)
            : position;
        var page = await PageAsync(_query with { After = _after }, cancellationToken);
        if (page.Next is { } next)
        {
            _after = long.Parse(next, CultureInfo.InvariantCulture);
        }
        else if (page.Items is [.., var last])
        {
            _after = _query.GroupId is null ? last.Position : last.Entry.Sequence;
        }

        return page;
    }

    private async Task<Page<AuditEntry>> PageAsync(AuditQuery from, CancellationToken cancellationToken) => from switch
    {
        { Source: { } source, GroupId: { } group } =>
            await groups.HistoryAsync(new GroupKey(source, group), from, cancellationToken) ?? new Page<AuditEntry>([], null),
        { Source: { } source, UserId: { } user } => await users.HistoryAsync(new UserKey(source, user), from, cancellationToken),
        _ => await history.PageAsync(from, scope, cancellationToken),
    };
}
