using GroupExitGrains.Vendors.Requests;

namespace GroupExitGrains.Vendors.Tests.Requests;

public sealed class SignedQueryTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("a=1&b=%20+%zz&&c", "a=1&b=%20+%zz&&c")]
    [InlineData("Sign=x", "")]
    [InlineData("Sign", "")]
    [InlineData("a=1&Sign=x", "a=1")]
    [InlineData("Sign=x&a=1", "a=1")]
    [InlineData("a=1&Sign=x&b=2", "a=1&b=2")]
    [InlineData("a=1&sign=x&SIGN=y&b=2", "a=1&b=2")]
    [InlineData("a=1&%53ign=x&Si%67n=y", "a=1")]
    [InlineData("a=1&Sign=x=y%26z", "a=1")]
    [InlineData("Signature=x&Sig=y&a=Sign", "Signature=x&Sig=y&a=Sign")]
    public void WithoutSignature_RemovesItInEverySpellingAndNothingElse(string query, string expected) =>
        SignedQuery.WithoutSignature(query).ShouldBe(expected);

    [Theory]
    [InlineData("&a=1&&Sign=x&&", "&a=1&&&")]
    [InlineData("Sign=x&", "")]
    [InlineData("&", "&")]
    public void WithoutSignature_EmptyParameters_AreKept(string query, string expected) =>
        SignedQuery.WithoutSignature(query).ShouldBe(expected);

    [Theory]
    [InlineData(400)]
    [InlineData(506)]
    [InlineData(507)]
    [InlineData(100_000)]
    public void WithoutSignature_AnyLength_LosesNothingElse(int length)
    {
        var kept = "a=" + new string('x', length);

        SignedQuery.WithoutSignature(kept).ShouldBeSameAs(kept);
        SignedQuery.WithoutSignature("Sign=s&" + kept).ShouldBe(kept);
        SignedQuery.WithoutSignature(kept + "&Sign=s").ShouldBe(kept);
    }

    [Fact]
    public void WithoutSignature_Unsigned_IsTheSameString()
    {
        const string Query = "SdkAppid=1&CallbackCommand=c";

        SignedQuery.WithoutSignature(Query).ShouldBeSameAs(Query);
    }

    [Theory]
    [InlineData("ClientIP=203.0.113.7", "203.0.113.7")]
    [InlineData("clientip=a%2Bb+c", "a+b c")]
    [InlineData("ClientIP=%00", "\uFFFD")]
    [InlineData("ClientIP=%zz%", "%zz%")]
    [InlineData("ClientIP=%ff", "%ff")]
    [InlineData("ClientIP", "")]
    [InlineData("x=1", null)]
    public void Find_Value_IsDecodedAsFarAsItCanBe(string query, string? value) =>
        QueryParameter.Find(query, "ClientIP").ShouldBe(value);
}
