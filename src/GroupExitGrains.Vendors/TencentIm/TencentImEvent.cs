namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>What a Tencent Cloud IM command is about.</summary>
internal enum TencentImEvent
{
    Other,
    Created,
    Joined,
    Exited,
    Destroyed,
    OwnerChanged,
    MemberFieldChanged,
}
