using GroupExitGrains.Benchmarks.Load;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Micro;

/// <summary>Requests and callbacks as the loads have them.</summary>
internal static class Samples
{
    public static DateTimeOffset ReceivedAt { get; } = DateTimeOffset.FromUnixTimeMilliseconds(1_700_000_000_000);

    public static WebhookRequest OpenImQuit { get; } = OpenIm("callbackAfterQuitGroupCommand", Request.Quit("g1", "m1-1", "m1-1"));

    public static WebhookRequest OpenImKick { get; } = OpenIm(
        "callbackAfterKickGroupCommand", Request.Kick("g1", Enumerable.Range(0, 50).Select(user => $"m1-1-{user}"), "m1-1"));

    public static WebhookRequest TencentKick { get; } = Of(Request.TencentKick("g1", ["m1-1"], 1_700_000_000_000)) with
    {
        Source = "tencent",
        Query = "SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterMemberExit&contenttype=json",
    };

    public static Callback Read(IVendor vendor, in WebhookRequest request) =>
        vendor.Read(request, SourceSettings.Unsecured) is ReadResult.Recognised recognised
            ? recognised.Callback
            : throw new InvalidOperationException("A sample is not what its vendor sends.");

    private static WebhookRequest OpenIm(string command, byte[] http) => Of(http) with { CommandFromPath = command, OperationId = "m1-1" };

    private static WebhookRequest Of(byte[] http) => new()
    {
        Source = "openim",
        CallbackId = CallbackId.New(ReceivedAt),
        ReceivedAt = ReceivedAt,
        ContentType = "application/json; charset=utf-8",
        Body = http.AsMemory(http.AsSpan().IndexOf("\r\n\r\n"u8) + 4),
    };
}
