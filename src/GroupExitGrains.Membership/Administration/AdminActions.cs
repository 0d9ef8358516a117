namespace GroupExitGrains.Membership;

/// <summary>What can be done over the admin API that changes something. The words are stored.</summary>
public static class AdminActions
{
    /// <summary>A key was made.</summary>
    public const string KeyCreated = "key-created";

    /// <summary>A key was revoked.</summary>
    public const string KeyRevoked = "key-revoked";

    /// <summary>The full list of a group's members was imported.</summary>
    public const string MembersImported = "members-imported";

    /// <summary>A rejection was put through again.</summary>
    public const string RejectionReplayed = "rejection-replayed";

    /// <summary>Many rejections were put through again.</summary>
    public const string RejectionsReplayed = "rejections-replayed";

    /// <summary>How an entry ends that says what somebody is about to do; another one with its id says what came of it.</summary>
    public const string Begun = "begun";

    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>What an action on a key names as its target.</summary>
    public static string TargetOfKey(string id) => $"/admin/keys/{id}";
}
