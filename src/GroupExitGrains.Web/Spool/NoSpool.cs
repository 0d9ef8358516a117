using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Spool;

/// <summary>For a process that keeps nothing on its own disk.</summary>
internal sealed class NoSpool : ISpool
{
    public SpoolStatus Status => SpoolStatus.Disabled;

    public bool IsCatchingUp => false;

    public Callback? Find(CallbackId id) => null;
}
