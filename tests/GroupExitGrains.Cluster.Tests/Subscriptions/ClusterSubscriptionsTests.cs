using GroupExitGrains.Grains;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;
using NSubstitute;
using NSubstitute.ExceptionExtensions;

namespace GroupExitGrains.Cluster.Tests.Subscriptions;

/// <summary>Every change that is stored is told to the grain that delivers, and holds even if the grain cannot be reached.</summary>
public sealed class ClusterSubscriptionsTests
{
    private const string Id = "0198c0de";

    private static readonly Subscription s_subscription = new()
    {
        Id = Id,
        Name = "test",
        Url = "https://example.org/hook",
        Secrets = [],
        CreatedAt = DateTimeOffset.UnixEpoch,
        CreatedBy = "tests",
    };

    private static readonly DeadLetter s_letter = new(
        1, "1", new GroupKey("openim", "G1"), 1, EntryKind.Quit, DateTimeOffset.UnixEpoch, 0, null, null, null);

    private static readonly Dictionary<string, Func<ISubscriptions, Task<bool>>> s_changes = new()
    {
        ["add"] = async stored =>
        {
            await stored.AddAsync(s_subscription, 0, Stop);
            return true;
        },
        ["change"] = stored => stored.ChangeAsync(s_subscription, Stop),
        ["remove"] = stored => stored.RemoveAsync(Id, Stop),
        ["rewind"] = stored => stored.RewindAsync(Id, 1, Stop),
        ["retry"] = async stored => await stored.RetryAsync(Id, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Stop) == 7,
        ["redeliver"] = stored => stored.RedeliverAsync(Id, s_letter, Stop),
    };

    private readonly ISubscriptions _stored = Substitute.For<ISubscriptions>();
    private readonly ISubscriptionGrain _grain = Substitute.For<ISubscriptionGrain>();
    private readonly ClusterSubscriptions _subscriptions;

    public ClusterSubscriptionsTests()
    {
        var grains = Substitute.For<IGrainFactory>();
        grains.GetGrain<ISubscriptionGrain>(Id).Returns(_grain);
        _subscriptions = new ClusterSubscriptions(_stored, grains, NullLogger<ClusterSubscriptions>.Instance);
    }

    public static TheoryData<string> Changes => [.. s_changes.Keys];

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_ThatIsStored_IsToldToTheGrain(string change)
    {
        Store(isStored: true);

        (await s_changes[change](_subscriptions)).ShouldBeTrue();

        await _grain.Received(1).LookAsync();
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Change_WhoseGrainCannotBeReached_IsMadeAllTheSame(string change)
    {
        Store(isStored: true);
        _grain.LookAsync().ThrowsAsync(new TimeoutException());

        (await s_changes[change](_subscriptions)).ShouldBeTrue();
    }

    [Fact]
    public async Task Change_ThatIsRefused_IsToldToNobody()
    {
        Store(isStored: false);

        (await _subscriptions.ChangeAsync(s_subscription, Stop)).ShouldBeFalse();

        await _grain.DidNotReceive().LookAsync();
    }

    private void Store(bool isStored)
    {
        _stored.ChangeAsync(s_subscription, Stop).Returns(isStored);
        _stored.RemoveAsync(Id, Stop).Returns(isStored);
        _stored.RewindAsync(Id, 1, Stop).Returns(isStored);
        _stored.RetryAsync(Id, DateTimeOffset.UnixEpoch, DateTimeOffset.UnixEpoch, Stop).Returns(7);
        _stored.RedeliverAsync(Id, s_letter, Stop).Returns(isStored);
    }
}
