using GroupExitGrains.Cluster.Tests.Hosting;
using GroupExitGrains.Conformance;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Cluster.Tests.Silos;

/// <summary>Where groups live, that they may move, and that nothing of theirs depends on it.</summary>
public sealed class PlacementTests(TwoSilos silos) : IClassFixture<TwoSilos>
{
    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private GroupCluster Cluster => silos.Cluster;

    [Fact]
    public async Task Group_LivesOnTheSiloThatGotItsCallback_AndAnswersAlikeOnEach()
    {
        var (first, second) = (Cluster.Silos[0], Cluster.Silos[1]);
        var (here, there) = (Sample.NewGroup("here"), Sample.NewGroup("there"));
        await GroupCluster.GroupsAt(first).RecordAsync(Sample.Callback(here, ChangeKind.Quit, "ann"), Stop);
        await GroupCluster.GroupsAt(second).RecordAsync(Sample.Callback(there, ChangeKind.Quit, "bob"), Stop);

        (await Cluster.SiloOfAsync(here)).ShouldBe(first);
        (await Cluster.SiloOfAsync(there)).ShouldBe(second);
        foreach (var group in new[] { here, there })
        {
            var summary = await Cluster.Groups.FindAsync(group, Stop);
            summary.ShouldNotBeNull();
            (await GroupCluster.GroupsAt(first).FindAsync(group, Stop)).ShouldBe(summary);
            (await GroupCluster.GroupsAt(second).FindAsync(group, Stop)).ShouldBe(summary);
        }
    }

    [Fact]
    public async Task Deactivation_KeepsASnapshotFromWhichTheGroupComesBack()
    {
        var group = Sample.NewGroup();
        var join = Sample.Callback(group, ChangeKind.Joined, "ann", "bob");
        await Cluster.Groups.RecordAsync(join, Stop);
        var before = await Cluster.Groups.FindAsync(group, Stop);

        await Cluster.DeactivateAsync(group);

        (await silos.SnapshotsAsync(group)).ShouldBe(1);
        (await Cluster.Groups.FindAsync(group, Stop)).ShouldBe(before);
        var again = await Cluster.Groups.RecordAsync(Sample.Repeat(join), Stop);
        (again.State, again.DuplicateOf).ShouldBe((CallbackState.Duplicate, join.Id));
        (await Cluster.Groups.VerifyAsync(group, Stop)).ShouldNotBeNull().Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task Snapshot_ThatIsDamaged_CostsNoCallbackAndIsReported()
    {
        var group = Sample.NewGroup();
        await Cluster.Groups.RecordAsync(Sample.Callback(group, ChangeKind.Joined, "ann", "bob"), Stop);
        await Cluster.DeactivateAsync(group);
        await silos.CutSnapshotAsync(group);

        (await Cluster.Groups.VerifyAsync(group, Stop)).ShouldNotBeNull().Valid.ShouldBeFalse();
        await Cluster.Groups.RecordAsync(Sample.Callback(group, ChangeKind.Quit, "ann"), Stop);

        (await Cluster.Groups.FindAsync(group, Stop)).ShouldNotBeNull().MemberCount.ShouldBe(1);

        // The next snapshot takes the place of the damaged one.
        await Cluster.DeactivateAsync(group);
        (await Cluster.Groups.VerifyAsync(group, Stop)).ShouldNotBeNull().Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task Callback_SentAgainAfterItsGroupMoved_IsInTheHistoryOnce()
    {
        var group = Sample.NewGroup();
        var (first, second) = (Cluster.Silos[0], Cluster.Silos[1]);
        var quit = Sample.Callback(group, ChangeKind.Quit, "ann");
        await GroupCluster.GroupsAt(first).RecordAsync(quit, Stop);

        await Cluster.MoveAsync(group, second);
        var same = await GroupCluster.GroupsAt(first).RecordAsync(quit, Stop);
        var repeated = await GroupCluster.GroupsAt(first).RecordAsync(Sample.Repeat(quit), Stop);

        (await Cluster.SiloOfAsync(group)).ShouldBe(second);
        same.CallbackId.ShouldBe(quit.Id);
        repeated.DuplicateOf.ShouldBe(quit.Id);
        var summary = (await Cluster.Groups.FindAsync(group, Stop)).ShouldNotBeNull();
        (summary.Head.Sequence, summary.Duplicates).ShouldBe((1, 1));
    }

    [Fact]
    public async Task Group_NeverHeardOf_KeepsNoActivationAfterItWasAskedFor()
    {
        var group = Sample.NewGroup("unknown");

        (await Cluster.Groups.FindAsync(group, Stop)).ShouldBeNull();
        await Cluster.DeactivatedAsync(group);

        (await Cluster.IsActiveAsync(group)).ShouldBeFalse();
    }

    [Fact]
    public async Task Groups_OfAProcessWithoutGrains_AreTakenOverWhole()
    {
        var group = Sample.NewGroup();
        var join = Sample.Callback(group, ChangeKind.Joined, "ann", "bob");
        var storage = Cluster.Storage;
        await using (var local = new LocalGroups(
            storage.Journal, storage.Snapshots, storage.History, new(), new(), TimeProvider.System, NullLogger<GroupLedger>.Instance))
        {
            await local.RecordAsync(join, Stop);
        }

        var repeated = await Cluster.Groups.RecordAsync(Sample.Repeat(join), Stop);

        repeated.DuplicateOf.ShouldBe(join.Id);
        (await Cluster.Groups.FindAsync(group, Stop)).ShouldNotBeNull().MemberCount.ShouldBe(2);
    }
}
