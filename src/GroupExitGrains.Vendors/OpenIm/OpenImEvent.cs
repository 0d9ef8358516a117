namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>What an OpenIM command is about.</summary>
internal enum OpenImEvent
{
    Other,
    Created,
    Joined,
    Quit,
    Kicked,
    Dismissed,
    OwnerChanged,
    MemberInfoChanged,
}
