using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>A spool that is as the test says.</summary>
internal sealed class ToldSpool : ISpool
{
    public SpoolStatus Status { get; set; } = SpoolStatus.Disabled;

    public bool IsCatchingUp { get; set; }

    public List<Callback> Waiting { get; } = [];

    public Callback? Find(CallbackId id) => Waiting.Find(callback => callback.Id == id);
}
