namespace GroupExitGrains.Subscriptions.Tests.Sending;

public sealed class TargetUrlTests
{
    [Theory]
    [InlineData("https://receiver.example/hook", null, null)]
    [InlineData("https://receiver.example:8443/hook?token=1", null, null)]
    [InlineData("https://1.1.1.1/", null, null)]
    [InlineData("https://[2606:4700::1111]/", null, null)]
    [InlineData("http://receiver.example/", "must begin with https://", null)]
    [InlineData("https://127.0.0.1/", "127.0.0.1, which is not public", null)]
    [InlineData("https://2130706433/", "127.0.0.1, which is not public", null)]
    [InlineData("https://0x7f.1/", "127.0.0.1, which is not public", null)]
    [InlineData("https://[::ffff:10.0.0.1]/", "which is not public", null)]
    [InlineData("https://[fe80::1]/", "which is not public", null)]
    [InlineData("https://user:secret@receiver.example/", "neither user and password nor a fragment", "neither user and password nor a fragment")]
    [InlineData("https://receiver.example/#x", "neither user and password nor a fragment", "neither user and password nor a fragment")]
    [InlineData("ftp://receiver.example/", "absolute, https://", "absolute, https://")]
    [InlineData("file:///etc/passwd", "absolute, https://", "absolute, https://")]
    [InlineData("/hook", "absolute, https://", "absolute, https://")]
    [InlineData("https://", "absolute, https://", "absolute, https://")]
    [InlineData("", "1 to 2048 characters", "1 to 2048 characters")]
    public void Fault_SaysWhatIsWrong(string url, string? fault, string? faultWherePrivateIsAllowed)
    {
        ShouldSay(TargetUrl.Fault(url, allowPrivate: false), fault);
        ShouldSay(TargetUrl.Fault(url, allowPrivate: true), faultWherePrivateIsAllowed);

        static void ShouldSay(string? actual, string? expected)
        {
            if (expected is null)
            {
                actual.ShouldBeNull();
            }
            else
            {
                actual.ShouldNotBeNull().ShouldContain(expected);
            }
        }
    }
}
