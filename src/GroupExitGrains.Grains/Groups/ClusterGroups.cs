using System.Diagnostics;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>Groups behind grains of a cluster, wherever in it they are.</summary>
public sealed class ClusterGroups(
    IGrainFactory grains, GrainCalls calls, LedgerOptions ledgers, ClusterGroupsOptions options) : IGroups
{
    private readonly TimeSpan _recordWithin =
        options.RecordWithin < CallDeadlines.Quick ? options.RecordWithin : CallDeadlines.Quick;

    private readonly GroupGrainReferences _grains = new(grains);

    /// <inheritdoc/>
    public Task<Receipt> RecordAsync(Callback callback, CancellationToken cancellationToken) =>
        Activity.Current is { Recorded: true }
            ? RecordTracedAsync(callback, cancellationToken)
            : RecordInGrainAsync(callback, cancellationToken);

    private async Task<Receipt> RecordTracedAsync(Callback callback, CancellationToken cancellationToken)
    {
        using var span = Tracing.Source.StartActivity("call grain", ActivityKind.Client);
        CarriedTrace.Attach();
        try
        {
            return await RecordInGrainAsync(callback, cancellationToken);
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    private Task<Receipt> RecordInGrainAsync(Callback callback, CancellationToken cancellationToken)
    {
        var grain = Grain(callback.Group);
        return callback.Change.Users.Count > ledgers.LargestWholeCallback || callback.Change.Kind == ChangeKind.Imported
            ? calls.AskAsync(grain, group => group.RecordLargeAsync(callback), CallDeadlines.Large, cancellationToken)
            : calls.AskAsync(grain, group => group.RecordAsync(callback), _recordWithin, cancellationToken);
    }

    /// <inheritdoc/>
    public Task<GroupSummary?> FindAsync(GroupKey group, CancellationToken cancellationToken) =>
        calls.AskAsync(Grain(group), static grain => grain.FindAsync(), CallDeadlines.Large, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<Member>?> MembersAsync(
        GroupKey group, string? after, int limit, CancellationToken cancellationToken) =>
        calls.AskAsync(
            Grain(group), grain => grain.MembersAsync(after, limit), CallDeadlines.Large, cancellationToken);

    /// <inheritdoc/>
    public Task<Member?> MemberAsync(GroupKey group, string userId, CancellationToken cancellationToken) =>
        calls.AskAsync(Grain(group), grain => grain.MemberAsync(userId), CallDeadlines.Large, cancellationToken);

    /// <inheritdoc/>
    public Task<Page<AuditEntry>?> HistoryAsync(
        GroupKey group, AuditQuery query, CancellationToken cancellationToken) =>
        calls.AskAsync(
            Grain(group), grain => grain.HistoryAsync(query, cancellationToken), CallDeadlines.Large, cancellationToken);

    /// <inheritdoc/>
    public Task<Verification?> VerifyAsync(GroupKey group, CancellationToken cancellationToken) =>
        calls.AskAsync(
            Grain(group), grain => grain.VerifyAsync(cancellationToken), CallDeadlines.Verify, cancellationToken);

    /// <inheritdoc/>
    public Task ResumeAsync(GroupKey group, CancellationToken cancellationToken) =>
        calls.AskAsync(
            Grain(group),
            static async grain =>
            {
                await grain.ResumeAsync();
                return true;
            },
            CallDeadlines.Large,
            cancellationToken);

    private IGroupGrain Grain(GroupKey group) => _grains.Of(GroupGrainKey.Of(group));
}
