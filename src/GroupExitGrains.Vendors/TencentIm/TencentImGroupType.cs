using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>Types of groups: two have been renamed, and callbacks may still say the old names.</summary>
internal static class TencentImGroupType
{
    private const string AvChatRoom = "AVChatRoom";

    public static string? Read(ref JsonBody body) => body.Text("Type"u8) switch
    {
        "Private" => "Work",
        "ChatRoom" => "Meeting",
        var type => type,
    };

    /// <summary>The vendor stores no roster of such a group, so nobody can tell who is in it.</summary>
    public static bool IsUntracked(string? type) => string.Equals(type, AvChatRoom, StringComparison.Ordinal);
}
