using GroupExitGrains.Grains;
using GroupExitGrains.Membership;
using NSubstitute;
using Orleans.Storage;

namespace GroupExitGrains.Cluster.Tests.Silos;

/// <summary>What a ledger asks of its snapshots, from any thread, over grain state that takes its time and has other writers.</summary>
public sealed class GrainSnapshotsTests
{
    private static readonly GroupKey Group = new("openim", "G1");

    private readonly SlowState _state = new();
    private readonly ISnapshots _journal = Substitute.For<ISnapshots>();
    private readonly GrainSnapshots _snapshots;

    public GrainSnapshotsTests()
    {
        // One after the other, as on a grain's scheduler.
        var scheduler = new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler;
        var grain = Substitute.For<IGrainContext>();
        grain.Scheduler.When(queue => queue.QueueTask(Arg.Any<Task>()))
            .Do(call => call.Arg<Task>().Start(scheduler));
        _snapshots = new GrainSnapshots(_state, _journal, grain);
    }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Load_WhereThereIsNoGrainState_AsksTheJournal()
    {
        var kept = Snapshot(7);
        _journal.LoadAsync(Group, Arg.Any<CancellationToken>()).Returns(kept);

        (await _snapshots.LoadAsync(Group, Stop)).ShouldBe(kept);
    }

    [Fact]
    public async Task Save_ThenLoad_BringsIt()
    {
        await _snapshots.SaveAsync(Group, Snapshot(7), Stop);

        ShouldBe(await _snapshots.LoadAsync(Group, Stop), 7);
        _state.State.Encoded.ShouldBeEmpty();
    }

    [Fact]
    public async Task Load_WhereTheGrainMovedWithStateThatWasLetGo_ReadsIt()
    {
        _state.Stored = GroupSnapshot.Of(Snapshot(7)).Encoded;
        _state.RecordExists = true;

        ShouldBe(await _snapshots.LoadAsync(Group, Stop), 7);
    }

    [Fact]
    public async Task Save_OfAnEarlierOne_LeavesTheLaterOne()
    {
        await _snapshots.SaveAsync(Group, Snapshot(7), Stop);
        await _snapshots.SaveAsync(Group, Snapshot(6), Stop);

        ShouldBe(await _snapshots.LoadAsync(Group, Stop), 7);
    }

    [Fact]
    public async Task Save_WhereAnotherActivationSavedAnEarlierOne_ReplacesIt()
    {
        _state.Stored = GroupSnapshot.Of(Snapshot(5)).Encoded;
        _state.Conflicts = 1;

        await _snapshots.SaveAsync(Group, Snapshot(7), Stop);

        ShouldBe(await _snapshots.LoadAsync(Group, Stop), 7);
    }

    [Fact]
    public async Task Save_WhereAnotherActivationSavedALaterOne_LeavesIt()
    {
        _state.Stored = GroupSnapshot.Of(Snapshot(9)).Encoded;
        _state.Conflicts = 1;

        await _snapshots.SaveAsync(Group, Snapshot(7), Stop);

        ShouldBe(await _snapshots.LoadAsync(Group, Stop), 9);
    }

    [Fact]
    public async Task Load_WhileASaveIsOnItsWay_LetsNothingGoUnderItsHands()
    {
        await _snapshots.SaveAsync(Group, Snapshot(1), Stop);
        var held = _state.HoldNextWrite();

        var saving = _snapshots.SaveAsync(Group, Snapshot(2), Stop);
        var loading = _snapshots.LoadAsync(Group, Stop);
        held.SetResult();
        await saving;

        ShouldBe(await loading, 2);
        new GroupSnapshot { Encoded = _state.Stored }.Sequence.ShouldBe(2);
    }

    private static Snapshot Snapshot(long sequence) => new(new GroupHead(sequence, EntryHash.Zero), new byte[] { 1, 2, 3 });

    private static void ShouldBe(Snapshot? snapshot, long sequence)
    {
        snapshot.ShouldNotBeNull().Head.Sequence.ShouldBe(sequence);
        snapshot.State.ToArray().ShouldBe([1, 2, 3]);
    }

    /// <summary>Grain state that is read when storage gets to it, as a database's driver does.</summary>
    private sealed class SlowState : IPersistentState<GroupSnapshot>
    {
        private Task _hold = Task.CompletedTask;

        public byte[] Stored { get; set; } = [];

        public int Conflicts { get; set; }

        public GroupSnapshot State { get; set; } = new();

        public string Etag => "";

        public bool RecordExists { get; set; }

        public TaskCompletionSource HoldNextWrite()
        {
            var hold = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _hold = hold.Task;
            return hold;
        }

        public async Task WriteStateAsync()
        {
            await _hold;
            if (Conflicts-- > 0)
            {
                throw new InconsistentStateException("Another wrote.");
            }

            Stored = State.Encoded;
            RecordExists = true;
        }

        public Task ReadStateAsync()
        {
            State = new GroupSnapshot { Encoded = Stored };
            RecordExists = Stored.Length > 0;
            return Task.CompletedTask;
        }

        public Task ClearStateAsync() => Task.FromException(new InvalidOperationException("Snapshots are never cleared."));
    }
}
