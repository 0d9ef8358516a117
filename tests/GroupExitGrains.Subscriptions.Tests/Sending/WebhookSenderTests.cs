using System.Net;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Sending;

public sealed class WebhookSenderTests
{
    [Fact]
    public async Task SendAsync_ToAUrlThatIsNotAllowedAnyMore_CallsNobody()
    {
        var asked = new List<string>();
        var connection = new TargetConnection(allowPrivate: false, (name, _) =>
        {
            asked.Add(name);
            return Task.FromResult<IPAddress[]>([]);
        });
        using var sender = new WebhookSender(new DeliveryOptions(), TimeProvider.System, connection);
        var subscription = new Subscription
        {
            Id = "0001",
            Name = "a",
            Url = "http://receiver.example/hook",
            Secrets = [],
            CreatedAt = Entries.Noon,
            CreatedBy = "ada",
        };

        var answer = await sender.SendAsync(
            subscription, CloudEvent.Of(Entries.Quit(1, "a", 1), DeliveryMode.Structured), TestContext.Current.CancellationToken);

        (answer.Status, answer.Failure).ShouldBe((null, TargetUrl.Fault(subscription.Url, allowPrivate: false)));
        answer.IsDelivered.ShouldBeFalse();
        asked.ShouldBeEmpty();
    }
}
