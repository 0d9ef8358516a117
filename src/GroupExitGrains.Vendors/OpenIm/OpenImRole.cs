using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>OpenIM's role levels.</summary>
internal static class OpenImRole
{
    /// <summary>Reads an object's <c>roleLevel</c>; missing or null says nothing.</summary>
    public static GroupRole Read(ref JsonBody member)
    {
        switch (member.Number("roleLevel"u8))
        {
            case 100: return GroupRole.Owner;
            case 60: return GroupRole.Admin;
            case 20: return GroupRole.Member;
            case null: return GroupRole.Unknown;
            default:
                member.Fail("wrong-value", "roleLevel"u8, "expected 100, 60 or 20");
                return GroupRole.Unknown;
        }
    }
}
