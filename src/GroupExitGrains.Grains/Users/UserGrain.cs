using GroupExitGrains.Membership;
using Orleans.Concurrency;

namespace GroupExitGrains.Grains;

/// <summary>Answers from the journal's index by user. It keeps nothing, so any silo may answer, and several at once.</summary>
[GrainType("user")]
[StatelessWorker]
[Reentrant]
internal sealed class UserGrain(IGrainContext context, IHistory history) : Grain, IUserGrain
{
    private readonly UserKey _user = KeyOf(context);

    public Task<UserSummary?> FindAsync(CancellationToken cancellationToken) =>
        history.UserAsync(_user, cancellationToken);

    public Task<Page<AuditEntry>> HistoryAsync(AuditQuery query, CancellationToken cancellationToken) =>
        history.PageAsync(query with { Source = _user.Source, UserId = _user.UserId }, cancellationToken);

    private static UserKey KeyOf(IGrainContext context)
    {
        var (source, userId) = ScopedKey.Parse(context.GrainId.Key.ToString()!);
        return new UserKey(source, userId);
    }
}
