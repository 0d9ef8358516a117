using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>The groups' latest snapshots.</summary>
public abstract class SnapshotConformance : ConformanceTest
{
    private readonly GroupStory _story = new("G001");

    [Fact]
    public async Task SaveAsync_ThenLoadAsync_BringsItBackAfterARestart()
    {
        await AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        await SaveAsync(_story.Head, [1, 2, 3]);

        await ReopenAsync();

        await ShouldHoldAsync(_story.Head, [1, 2, 3]);
    }

    [Fact]
    public async Task SaveAsync_Newer_Replaces()
    {
        await AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        await SaveAsync(_story.Head, [1]);
        await AppendAsync(_story.Tell(EntryKind.Joined, "bob"));
        await SaveAsync(_story.Head, new byte[3_000_000]);

        await ShouldHoldAsync(_story.Head, new byte[3_000_000]);
    }

    [Fact]
    public async Task SaveAsync_Older_IsNotKept()
    {
        await AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        var older = _story.Head;
        await AppendAsync(_story.Tell(EntryKind.Joined, "bob"));
        await SaveAsync(_story.Head, [2]);
        await SaveAsync(older, [1]);

        await ShouldHoldAsync(_story.Head, [2]);
    }

    [Fact]
    public async Task SaveAsync_SameSequence_Replaces()
    {
        await AppendAsync(_story.Tell(EntryKind.Joined, "ann"));
        await SaveAsync(_story.Head, [1]);
        await SaveAsync(_story.Head, []);

        await ShouldHoldAsync(_story.Head, []);
    }

    [Fact]
    public async Task LoadAsync_GroupWithoutOne_IsNull()
    {
        await AppendAsync(_story.Tell(EntryKind.Joined, "ann"));

        (await Storage.Snapshots.LoadAsync(_story.Key, Cancellation)).ShouldBeNull();
        (await Storage.Snapshots.LoadAsync(new("openim", "none"), Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task SaveAsync_GroupWithoutHistory_KeepsNothing()
    {
        await SaveAsync(new(3, EntryChain.Digest([1])), [1]);

        (await Storage.Snapshots.LoadAsync(_story.Key, Cancellation)).ShouldBeNull();
        (await Journal.FindGroupAsync(_story.Key, Cancellation)).ShouldBeNull();
    }

    private Task SaveAsync(GroupHead head, byte[] state) =>
        Storage.Snapshots.SaveAsync(_story.Key, new(head, state), Cancellation);

    private async Task ShouldHoldAsync(GroupHead head, byte[] state)
    {
        var snapshot = (await Storage.Snapshots.LoadAsync(_story.Key, Cancellation)).ShouldNotBeNull();
        snapshot.Head.ShouldBe(head);
        snapshot.State.ToArray().ShouldBe(state);
    }
}
