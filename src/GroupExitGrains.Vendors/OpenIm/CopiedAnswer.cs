namespace GroupExitGrains.Vendors.OpenIm;

/// <summary>
/// Which fields of its answer OpenIM copies over the request of a before-hook even where the answer leaves them out, so
/// that a bare OK empties the group's name (<c>NotNilReplace</c> on fields that are no pointers, in
/// <c>internal/rpc/group/callback.go</c>). Only these are echoed: of the others the request shows zero for "unchanged",
/// and to echo that would change them.
/// </summary>
internal readonly ref struct CopiedAnswer
{
    private static readonly byte[][] s_setGroupInfo =
    [
        "groupID"u8.ToArray(), "groupName"u8.ToArray(), "notification"u8.ToArray(),
        "introduction"u8.ToArray(), "faceURL"u8.ToArray(),
    ];

    // Here every field may be null for "unchanged", and null is echoed as null.
    private static readonly byte[][] s_setGroupInfoEx =
    [
        .. s_setGroupInfo, "ex"u8.ToArray(), "needVerification"u8.ToArray(),
        "lookMemberInfo"u8.ToArray(), "applyMemberFriend"u8.ToArray(),
    ];

    private CopiedAnswer(ReadOnlySpan<byte[]> fields) => Fields = fields;

    /// <summary>The fields to echo.</summary>
    public ReadOnlySpan<byte[]> Fields { get; }

    /// <summary>What is copied from the answer to a command; nothing for most.</summary>
    public static CopiedAnswer To(string? command) =>
        Is(command, "callbackBeforeSetGroupInfoCommand") ? new(s_setGroupInfo)
        : Is(command, "callbackBeforeSetGroupInfoExCommand") ? new(s_setGroupInfoEx)
        : default;

    // Their case has varied between releases.
    private static bool Is(string? command, string known) =>
        string.Equals(command, known, StringComparison.OrdinalIgnoreCase);
}
