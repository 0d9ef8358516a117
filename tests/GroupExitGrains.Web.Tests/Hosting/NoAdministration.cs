using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>A database that was never reached.</summary>
internal sealed class NoAdministration : IAdministration
{
    public Task<AdminAction> ActAsync(AdminActionDraft action, CancellationToken cancellationToken) => throw Unavailable();

    public Task AddKeyAsync(StoredKey key, AdminActionDraft action, CancellationToken cancellationToken) => throw Unavailable();

    public Task<bool> RevokeKeyAsync(string id, AdminActionDraft action, CancellationToken cancellationToken) => throw Unavailable();

    public Task<IReadOnlyList<StoredKey>> KeysAsync(CancellationToken cancellationToken) => throw Unavailable();

    public Task<Page<AdminAction>> ActionsAsync(long? before, int limit, CancellationToken cancellationToken) => throw Unavailable();

    public Task<Verification> VerifyAsync(CancellationToken cancellationToken) => throw Unavailable();

    private static JournalUnavailableException Unavailable() => new("no database");
}
