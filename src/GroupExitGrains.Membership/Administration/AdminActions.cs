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

    /// <summary>A subscription was made.</summary>
    public const string SubscriptionCreated = "subscription-created";

    /// <summary>A subscription was changed.</summary>
    public const string SubscriptionChanged = "subscription-changed";

    /// <summary>A subscription was removed.</summary>
    public const string SubscriptionRemoved = "subscription-removed";

    /// <summary>A subscription was paused.</summary>
    public const string SubscriptionPaused = "subscription-paused";

    /// <summary>A subscription was resumed.</summary>
    public const string SubscriptionResumed = "subscription-resumed";

    /// <summary>A subscription was given another secret.</summary>
    public const string SubscriptionSecretRotated = "subscription-secret-rotated";

    /// <summary>A subscription's receiver was sent a test.</summary>
    public const string SubscriptionTested = "subscription-tested";

    /// <summary>Events of a subscription were to be delivered again.</summary>
    public const string SubscriptionRedelivery = "subscription-redelivery";

    /// <summary>How an entry ends that says what somebody is about to do; another one with its id says what came of it.</summary>
    public const string Begun = "begun";

    /// <summary>It was done.</summary>
    public const string Done = "done";

    /// <summary>What an action on a key names as its target.</summary>
    public static string TargetOfKey(string id) => $"/admin/keys/{id}";
}
