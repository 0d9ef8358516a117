using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Administration on a real store that fails when told to.</summary>
internal sealed class TestedAdministration(IAdministration administration) : IAdministration
{
    /// <summary>What every call fails with; null if none does.</summary>
    public Exception? Fault { get; set; }

    /// <summary>How many of the actions that come next are kept before <see cref="Fault"/> shows.</summary>
    public int FaultAfterActions { get; set; }

    /// <summary>How often the keys were read.</summary>
    public int Readings { get; private set; }

    public Task<AdminAction> ActAsync(AdminActionDraft action, CancellationToken cancellationToken) =>
        Fault is not null && FaultAfterActions-- <= 0 ? throw Fault : administration.ActAsync(action, cancellationToken);

    public Task AddKeyAsync(StoredKey key, AdminActionDraft action, CancellationToken cancellationToken) =>
        Inner.AddKeyAsync(key, action, cancellationToken);

    public Task<bool> RevokeKeyAsync(string id, AdminActionDraft action, CancellationToken cancellationToken) =>
        Inner.RevokeKeyAsync(id, action, cancellationToken);

    public Task<IReadOnlyList<StoredKey>> KeysAsync(CancellationToken cancellationToken)
    {
        Readings++;
        return Inner.KeysAsync(cancellationToken);
    }

    public Task<Page<AdminAction>> ActionsAsync(long? before, int limit, CancellationToken cancellationToken) =>
        Inner.ActionsAsync(before, limit, cancellationToken);

    public Task<Verification> VerifyAsync(CancellationToken cancellationToken) => Inner.VerifyAsync(cancellationToken);

    private IAdministration Inner => Fault is null ? administration : throw Fault;
}
