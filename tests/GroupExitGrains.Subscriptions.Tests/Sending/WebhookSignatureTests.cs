using System.Security.Cryptography;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Sending;

public sealed class WebhookSignatureTests
{
    // The example of the reference implementations of Standard Webhooks.
    private static readonly SigningSecret s_secret = new("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", null);

    [Fact]
    public void Of_TheReferenceExample_IsItsSignature() => WebhookSignature.Of(
        [WebhookSecret.KeyOf(s_secret)], "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, "{\"test\": 2432232314}"u8)
        .ShouldBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");

    [Fact]
    public void Of_AnyBody_IsTheMacOfIdTimeAndBody()
    {
        var random = new Random(1);
        for (var i = 0; i < 500; i++)
        {
            var (key, body) = (new byte[random.Next(24, 65)], new byte[random.Next(2000)]);
            random.NextBytes(key);
            random.NextBytes(body);
            var time = random.NextInt64(1L << 33);

            byte[] signed = [.. Encoding.ASCII.GetBytes($"id-{i}.{time}."), .. body];
            var expected = HMACSHA256.HashData(key, signed);
            WebhookSignature.Of([key], $"id-{i}", time, body).ShouldBe($"v1,{Convert.ToBase64String(expected)}");
        }
    }

    [Fact]
    public void Of_SeveralKeys_SignsWithEach()
    {
        var (old, young) = (WebhookSecret.KeyOf(s_secret), WebhookSecret.KeyOf(WebhookSecret.New()));

        WebhookSignature.Of([young, old], "id", 1, "x"u8)
            .ShouldBe($"{WebhookSignature.Of([young], "id", 1, "x"u8)} {WebhookSignature.Of([old], "id", 1, "x"u8)}");
    }

    [Fact]
    public void New_EachTime_IsAnotherOfThirtyTwoBytes()
    {
        var made = Enumerable.Range(0, 100).Select(_ => WebhookSecret.New()).ToList();

        made.Select(secret => secret.Value).Distinct().Count().ShouldBe(100);
        made.ShouldAllBe(secret => secret.Value.StartsWith("whsec_") && WebhookSecret.KeyOf(secret).Length == 32);
        $"{made[0]}".ShouldNotContain("whsec_");
    }

    [Fact]
    public void Rotate_AgainInTheMeantime_KeepsEachForItsTimeAndFiveAtMost()
    {
        var now = Entries.Noon;
        IReadOnlyList<SigningSecret> secrets = [new("a", null)];

        secrets = WebhookSecret.Rotate(secrets, new("b", null), now, now.AddHours(24));
        secrets.ShouldBe([new("b", null), new("a", now.AddHours(24))]);
        secrets = WebhookSecret.Rotate(secrets, new("c", null), now.AddHours(1), now.AddHours(25));
        secrets.ShouldBe([new("c", null), new("b", now.AddHours(25)), new("a", now.AddHours(24))]);
        secrets = WebhookSecret.Rotate(secrets, new("d", null), now.AddHours(24), now.AddHours(24));
        secrets.ShouldBe([new("d", null)]);
        for (var i = 0; i < 9; i++)
        {
            secrets = WebhookSecret.Rotate(secrets, new($"{i}", null), now.AddHours(30), now.AddHours(40));
        }

        secrets.Select(secret => secret.Value).ShouldBe(["8", "7", "6", "5", "4"]);
    }
}
