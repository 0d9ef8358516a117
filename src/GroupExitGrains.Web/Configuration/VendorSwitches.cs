namespace GroupExitGrains.Web.Configuration;

/// <summary>What to switch on in the vendors' settings, so that they tell the whole story.</summary>
public static class VendorSwitches
{
    /// <summary>Seconds for which OpenIM waits for an answer.</summary>
    private const int TimeoutSeconds = 5;

    /// <summary>Keys of OpenIM's <c>config/webhooks.yml</c>, each with <c>enable</c> and <c>timeout</c>.</summary>
    public static IReadOnlyList<string> OpenIm { get; } =
    [
        "afterCreateGroup", "afterJoinGroup", "afterQuitGroup", "afterKickGroupMember", "afterDismissGroup",
        "afterTransferGroupOwner", "afterSetGroupMemberInfo",
    ];

    /// <summary>Callback commands of Tencent Cloud IM, which its console has as events to tick.</summary>
    public static IReadOnlyList<string> Tencent { get; } =
    [
        "Group.CallbackAfterCreateGroup", "Group.CallbackAfterNewMemberJoin", "Group.CallbackAfterMemberExit",
        "Group.CallbackAfterGroupDestroyed", "Group.CallbackAfterChangeGroupOwner", "Group.CallbackAfterMemberFieldChanged",
    ];

    /// <summary>OpenIM's <c>config/webhooks.yml</c>, as far as it is about this program.</summary>
    public static string WebhooksYml(string url) => string.Join(
        '\n', OpenIm.SelectMany(key => new[] { $"{key}:", "  enable: true", $"  timeout: {TimeoutSeconds}" }).Prepend($"url: {url}"));
}
