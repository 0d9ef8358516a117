using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace GroupExitGrains.Vendors.Tests.TencentIm;

public sealed class TencentImSenderTests
{
    // The vendor's published vector (https://www.tencentcloud.com/document/product/1047/34354). An older print of the page
    // shows another token with the same hash; that one is wrong.
    private const string Token = "xxxxyyyy";
    private const string RequestTime = "1669872112";
    private const string Sign = "17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061";

    private const string Body =
        """
        {"CallbackCommand":"Group.CallbackAfterMemberExit","GroupId":"g","ExitType":"Quit",
        "ExitMemberList":[{"Member_Account":"jared"}]}
        """;

    private static readonly DateTimeOffset s_signedAt = DateTimeOffset.FromUnixTimeSeconds(1669872112);
    private static readonly SourceSettings s_signed = new() { SdkAppId = "1400000000", Tokens = [Token] };

    [Fact]
    public void Read_PublishedVector_IsAccepted() => Read(s_signed, Query(), s_signedAt).Recognised();

    [Fact]
    public void Read_MisprintedVector_IsRefused() =>
        Unauthorized(Read(s_signed with { Tokens = ["xxxyyy"] }, Query(), s_signedAt), "wrong-signature");

    [Fact]
    public void Read_UpperCaseSign_IsAccepted() =>
        Read(s_signed, Query(sign: Sign.ToUpperInvariant()), s_signedAt).Recognised();

    [Fact]
    public void Read_WhileTokensAreRotated_EitherIsAccepted()
    {
        var rotating = s_signed with { Tokens = ["new-token", Token] };

        Read(rotating, Query(), s_signedAt).Recognised();
        Read(rotating, Query(sign: SignBy("new-token", RequestTime)), s_signedAt).Recognised();
        Unauthorized(Read(rotating, Query(sign: SignBy("third-token", RequestTime)), s_signedAt), "wrong-signature");
    }

    [Theory]
    [InlineData("")]
    [InlineData("17773bc3")]
    [InlineData("17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484062")]
    [InlineData("17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d48406")]
    [InlineData("17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061ff")]
    [InlineData("zz773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061")]
    public void Read_WrongSign_IsRefused(string sign) =>
        Unauthorized(Read(s_signed, Query(sign: sign), s_signedAt), "wrong-signature");

    [Theory]
    [InlineData("SdkAppid=1400000000&RequestTime=1669872112", "Sign is missing")]
    [InlineData($"SdkAppid=1400000000&Sign={Sign}", "RequestTime is missing")]
    [InlineData("SdkAppid=1400000000", "Sign is missing")]
    public void Read_UnsignedThoughATokenIsConfigured_SaysWhatIsMissing(string query, string detail) =>
        Unauthorized(Read(s_signed, query, s_signedAt), "wrong-signature").Detail.ShouldBe(detail);

    [Theory]
    [InlineData(0, true)]
    [InlineData(300, true)]
    [InlineData(-300, true)]
    [InlineData(301, false)]
    [InlineData(-301, false)]
    [InlineData(86_400, false)]
    public void Read_CapturedPair_IsUselessOutsideTheWindow(int secondsLater, bool accepted)
    {
        var result = Read(s_signed, Query(), s_signedAt.AddSeconds(secondsLater));

        if (accepted)
        {
            result.Recognised();
        }
        else
        {
            Unauthorized(result, "wrong-request-time");
        }
    }

    [Fact]
    public void Read_ClockSkew_IsASetting() => Unauthorized(
        Read(s_signed with { ClockSkew = TimeSpan.FromSeconds(60) }, Query(), s_signedAt.AddSeconds(61)), "wrong-request-time");

    [Theory]
    [InlineData("soon")]
    [InlineData("-1669872112")]
    [InlineData("1669872112.5")]
    [InlineData("99999999999999999999")]
    [InlineData("9223372036854775807")]
    [InlineData("")]
    public void Read_RequestTimeThatIsNone_IsRefusedThoughSigned(string requestTime) => Unauthorized(
        Read(s_signed, Query(requestTime: requestTime, sign: SignBy(Token, requestTime)), s_signedAt), "wrong-request-time");

    [Theory]
    [InlineData("SdkAppid=1400000001")]
    [InlineData("SdkAppid=01400000000")]
    [InlineData("SdkAppid=")]
    [InlineData("contenttype=json")]
    [InlineData("")]
    public void Read_WrongSdkAppId_IsRefusedWithOrWithoutAToken(string query)
    {
        Unauthorized(Read(s_signed with { Tokens = [] }, query, s_signedAt), "wrong-sdk-app-id");
        Unauthorized(
            Read(s_signed, $"{query}&RequestTime={RequestTime}&Sign={Sign}", s_signedAt), "wrong-sdk-app-id");
    }

    [Theory]
    [InlineData("SdkAppid=1400000000")]
    [InlineData("SDKAppID=1400000000")]
    [InlineData("sdkappid=1400000000")]
    [InlineData("%53dkAppid=14%30%30000000")]
    public void Read_SdkAppId_IsFoundHoweverItsNameIsSpelt(string query) =>
        Read(s_signed with { Tokens = [] }, query, s_signedAt).Recognised();

    [Fact]
    public void Read_NoSdkAppIdConfigured_AnyIsAccepted() =>
        Read(SourceSettings.Unsecured, "SdkAppid=7", s_signedAt).Recognised();

    [Theory]
    [InlineData("SdkAppid=1400000000&sdkappid=1400000001")]
    [InlineData("SdkAppid=1400000000&CallbackCommand=a&CallbackCommand=b")]
    [InlineData("SdkAppid=1400000000&Sign=1&Sign=2")]
    public void Read_RepeatedParameter_IsNotGuessedAt(string query) =>
        Unauthorized(Read(s_signed, query, s_signedAt), "repeated-parameter");

    [Fact]
    public void Read_Refused_TellsNoSecretAndKnowsTheCommand()
    {
        var refused = Unauthorized(
            Read(
                s_signed with { Tokens = ["s3cret"] },
                Query() + "&CallbackCommand=Group.CallbackAfterMemberExit",
                s_signedAt),
            "wrong-signature");

        refused.Detail.ShouldBe("Sign is by none of the tokens");
        refused.Command.ShouldBe("Group.CallbackAfterMemberExit");
        s_signed.ToString().ShouldNotContain(Token);
    }

    [Fact]
    public void Read_SignedRequest_KeepsNoSignature()
    {
        var callback = Read(s_signed, Query() + "&ClientIP=203.0.113.7&OptPlatform=Unkown", s_signedAt).Recognised();

        callback.Request.Query.ShouldBe(
            $"SdkAppid=1400000000&RequestTime={RequestTime}&ClientIP=203.0.113.7&OptPlatform=Unkown");
        callback.ClientIp.ShouldBe("203.0.113.7");
        callback.ClientPlatform.ShouldBe("Unkown");
    }

    [Fact]
    public void Read_KeptRequestWithoutTokens_PutsItThroughAgain()
    {
        var kept = Given.Tencent(Body, Query()).ToRaw();

        Unauthorized(Read(s_signed, kept.Query, s_signedAt), "wrong-signature");
        Read(s_signed with { Tokens = [] }, kept.Query, s_signedAt.AddHours(1)).Recognised();
    }

    private static ReadResult Read(SourceSettings settings, string query, DateTimeOffset receivedAt) =>
        KnownVendors.TencentIm.Read(Given.Tencent(Body, query) with { ReceivedAt = receivedAt }, settings);

    private static ReadResult.Refused Unauthorized(ReadResult result, string cause)
    {
        var refused = result.Refused();
        refused.Kind.ShouldBe(RefusalKind.Unauthorized);
        refused.Cause.ShouldBe(cause);
        return refused;
    }

    private static string Query(string requestTime = RequestTime, string sign = Sign) =>
        $"SdkAppid=1400000000&RequestTime={requestTime}&Sign={sign}";

    private static string SignBy(string token, string requestTime) => string.Create(
        CultureInfo.InvariantCulture,
        $"{Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(token + requestTime)))}");
}
