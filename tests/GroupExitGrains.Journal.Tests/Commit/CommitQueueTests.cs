using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Commit;

public sealed class CommitQueueTests : IDisposable
{
    private const int MaxWeight = 100;
    private static readonly GroupKey Giant = new("openim", "giant");
    private readonly CommitQueue<Write> _queue = new(MaxWeight, new QueueBounds { MaxWrites = 20_000 }, Company.Few, TimeProvider.System);
    private readonly List<Write> _batch = [];

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void Take_OneWrite_IsTakenAlone()
    {
        Add("a");

        Take().ShouldBe(["a"]);
    }

    [Fact]
    public void Take_SeveralWaiting_TakesAllInOrder()
    {
        Add("a");
        Add("b");
        Add("c");

        Take().ShouldBe(["a", "b", "c"]);
    }

    [Fact]
    public void Take_MoreThanTheWeight_LeavesTheRestForTheNextBatch()
    {
        Add("a", weight: 60);
        Add("b", weight: 60);
        Add("c", weight: 1);

        Take().ShouldBe(["a", "b"]);
        Take().ShouldBe(["c"]);
    }

    [Fact]
    public void Take_OneHeavierThanTheWeight_IsTakenAllTheSame()
    {
        Add("heavy", weight: 5000);
        Add("b");

        Take().ShouldBe(["heavy"]);
        Take().ShouldBe(["b"]);
    }

    [Fact]
    public void Take_ChunksOfAGiantWaiting_OthersOvertakeThem()
    {
        Add("1", Giant, isLaterPart: true, weight: 500);
        Add("2", Giant, isLaterPart: true, weight: 500);
        Add("quit", new GroupKey("openim", "other"));

        Take().ShouldBe(["quit"]);
        Add("quit again", new GroupKey("openim", "other"));
        Take().ShouldBe(["1"]);
        Take().ShouldBe(["quit again"]);
        Take().ShouldBe(["2"]);
    }

    [Fact]
    public void Take_LaneNeverEmpty_AGiantGetsOnStill()
    {
        Add("chunk", Giant, isLaterPart: true, weight: 500);
        Add("heavy", weight: 5000);
        Add("heavy too", weight: 5000);

        Take().ShouldBe(["heavy"]);
        Take().ShouldBe(["chunk"]);
        Take().ShouldBe(["heavy too"]);
    }

    [Fact]
    public void Take_BeginningOfAGiantStillWaiting_ItsChunksDoNotOvertakeIt()
    {
        Add("chunk of another", new GroupKey("tencent", "giant"), isLaterPart: true, weight: 500);
        Add("heavy", weight: 5000);
        Add("begin", Giant);
        Add("chunk", Giant, isLaterPart: true, weight: 500);

        Take().ShouldBe(["heavy"]);
        Take().ShouldBe(["chunk of another"]);
        Take().ShouldBe(["begin"]);
        Take().ShouldBe(["chunk"]);
    }

    [Fact]
    public void Take_WritesOfAGroupBehindItsChunks_KeepTheirOrder()
    {
        Add("1", Giant, isLaterPart: true, weight: 500);
        Add("2", Giant, isLaterPart: true, weight: 500);
        Add("next", Giant);

        Take().ShouldBe(["1"]);
        Take().ShouldBe(["2"]);
        Take().ShouldBe(["next"]);
        Add("after", Giant);
        Add("chunk of another", new GroupKey("tencent", "giant"), isLaterPart: true);
        Take().ShouldBe(["after"]);
        Take().ShouldBe(["chunk of another"]);
    }

    [Fact]
    public void Take_NothingYet_WaitsForTheFirstAndThenForTheNext()
    {
        for (var i = 0; i < 100; i++)
        {
            var taking = new Thread(() => _queue.Take(_batch));
            taking.Start();
            SpinWait.SpinUntil(() => taking.ThreadState.HasFlag(ThreadState.WaitSleepJoin));
            Add("late");

            taking.Join();
            _batch.ConvertAll(write => write.Name).ShouldBe(["late"]);
        }
    }

    [Fact]
    public async Task Take_ManyAddingAtOnce_GivesEachOnceAndInItsOrder()
    {
        var adding = Task.WhenAll(Enumerable.Range(0, 4).Select(writer => Task.Run(() =>
        {
            for (var i = 0; i < 5000; i++)
            {
                Add($"{writer}", number: i).ShouldBeTrue();
            }
        }))).ContinueWith(_ => _queue.Close(), TestContext.Current.CancellationToken, default, TaskScheduler.Default);
        var taken = new List<Write>();
        while (_queue.Take(_batch))
        {
            taken.AddRange(_batch);
        }

        await adding;
        taken.Count.ShouldBe(20_000);
        foreach (var group in taken.GroupBy(write => write.Name))
        {
            group.Select(write => write.Number).ShouldBe(Enumerable.Range(0, 5000));
        }
    }

    [Fact]
    public void Add_AsManyWaitAsMay_IsRefusedUntilSomeAreTaken()
    {
        using var queue = new CommitQueue<Write>(MaxWeight, new QueueBounds { MaxWrites = 2 }, Company.Few, TimeProvider.System);
        queue.Add(OfBytes("a", 0)).ShouldBeNull();
        queue.Add(OfBytes("b", 0)).ShouldBeNull();

        queue.Add(OfBytes("c", 0)).ShouldNotBeNull().Message.ShouldContain("as may");

        queue.Take(_batch).ShouldBeTrue();
        _batch.ConvertAll(write => write.Name).ShouldBe(["a", "b"]);
        queue.Add(OfBytes("c", 0)).ShouldBeNull();
    }

    [Fact]
    public void Add_AsManyBytesWaitAsMay_IsRefusedUntilSomeAreTaken()
    {
        using var queue = new CommitQueue<Write>(MaxWeight, new QueueBounds { MaxBytes = 1000 }, Company.Few, TimeProvider.System);
        queue.Add(OfBytes("larger than the bound, alone", 5000)).ShouldBeNull();
        queue.Add(OfBytes("b", 1)).ShouldNotBeNull();
        queue.Take(_batch).ShouldBeTrue();

        queue.Add(OfBytes("c", 600)).ShouldBeNull();
        queue.Add(OfBytes("d", 401)).ShouldNotBeNull();
        queue.Add(OfBytes("e", 400)).ShouldBeNull();
    }

    [Fact]
    public void Add_ALaterPartWhenFull_IsTaken()
    {
        using var queue = new CommitQueue<Write>(MaxWeight, new QueueBounds { MaxWrites = 1, MaxBytes = 1 }, Company.Few, TimeProvider.System);
        queue.Add(OfBytes("a", 1)).ShouldBeNull();

        queue.Add(new Write("part", 1, Giant, IsLaterPart: true, 0, Bytes: 10)).ShouldBeNull();
    }

    [Fact]
    public void Close_HandsOutWhatWaitsAndTakesNoMore()
    {
        Add("a");
        _queue.Close();

        Add("b").ShouldBeFalse();
        Take().ShouldBe(["a"]);
        _queue.Take(_batch).ShouldBeFalse();
    }

    [Fact]
    public async Task Close_WhileAWriterWaits_EndsIt()
    {
        var taking = Task.Run(() => _queue.Take(_batch), TestContext.Current.CancellationToken);
        _queue.Close();

        (await taking).ShouldBeFalse();
        _queue.Take(_batch).ShouldBeFalse();
    }

    private bool Add(string name, GroupKey? group = null, bool isLaterPart = false, int weight = 1, int number = 0) =>
        _queue.Add(new Write(name, weight, group, isLaterPart, number)) is null;

    private static Write OfBytes(string name, long bytes) => new(name, 1, Group: null, IsLaterPart: false, 0, bytes);

    private List<string> Take()
    {
        _queue.Take(_batch).ShouldBeTrue();
        return _batch.ConvertAll(write => write.Name);
    }

    private sealed record Write(string Name, int Weight, GroupKey? Group, bool IsLaterPart, int Number, long Bytes = 0) : IQueuedWrite
    {
        public void Complete() => throw new NotSupportedException("A queue completes nothing.");

        public void Fail(Exception exception) => throw new NotSupportedException("A queue fails nothing.");
    }
}
