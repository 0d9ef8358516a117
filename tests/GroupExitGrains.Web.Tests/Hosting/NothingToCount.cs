using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Rollups of a journal that has nothing new.</summary>
internal sealed class NothingToCount : IRollups
{
    public Task<bool> AdvanceAsync(CancellationToken cancellationToken) => Task.FromResult(false);
}
