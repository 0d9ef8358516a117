using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Commit;

/// <summary>What a batch waits for. Those who were told of the last one are about to write again.</summary>
public sealed class CommitQueueGatheringTests : IDisposable
{
    private static readonly Company Half = new(0.5, TimeSpan.FromMilliseconds(1));
    private readonly ManualTime _time = new();
    private readonly CommitQueue<Write> _queue;
    private readonly List<Write> _batch = [];

    public CommitQueueGatheringTests() => _queue = new CommitQueue<Write>(100, new QueueBounds(), Half, _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public void Take_AfterABatchOfEight_WaitsForFour()
    {
        TakeBatchOf(8);

        foreach (var name in (string[])["a", "b", "c"])
        {
            Add(name);
            TryTake().ShouldBeEmpty();
        }

        Add("d");

        TryTake().ShouldBe(["a", "b", "c", "d"]);
    }

    [Theory]
    [InlineData(4, false)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public void Take_SomeWaitAlready_IsTakenWhenTheyAreHalfOfThemAndTheLast(int waiting, bool atOnce)
    {
        TakeBatchOf(8);
        AddMany(waiting);

        TryTake().Count.ShouldBe(atOnce ? waiting : 0);
        _time.Advance(Half.Patience);
        TryTake().Count.ShouldBe(atOnce ? 0 : waiting);
    }

    [Theory]
    [InlineData(6, 1)]
    [InlineData(40, 6)]
    [InlineData(100, 15)]
    public void Take_AFew_IsAboutASeventhOfThem(int before, int least)
    {
        using var queue = new CommitQueue<Write>(100, new QueueBounds(), Company.Few, _time);
        AddManyTo(queue, before);
        queue.TryTake(_batch, out _).ShouldBeTrue();
        for (var waiting = 1; waiting < least; waiting++)
        {
            AddManyTo(queue, 1);
            queue.TryTake(_batch, out _).ShouldBeFalse($"{waiting} wait");
        }

        AddManyTo(queue, 1);

        queue.TryTake(_batch, out _).ShouldBeTrue();
        _batch.Count.ShouldBe(least);
    }

    [Fact]
    public void Take_AShareOfNineInTen_WaitsForSoMany()
    {
        using var queue = new CommitQueue<Write>(100, new QueueBounds(), new Company(0.9, TimeSpan.FromMilliseconds(3)), _time);
        AddManyTo(queue, 20);
        queue.TryTake(_batch, out _).ShouldBeTrue();

        AddManyTo(queue, 10);
        queue.TryTake(_batch, out _).ShouldBeFalse();
        AddManyTo(queue, 16);
        queue.TryTake(_batch, out _).ShouldBeFalse();
        queue.Add(new Write("27th of 30"));

        queue.TryTake(_batch, out _).ShouldBeTrue();
        _batch.Count.ShouldBe(27);
    }

    [Fact(Timeout = 60_000)]
    public async Task Take_EnoughHaveCome_WakesTheWriter()
    {
        TakeBatchOf(8);
        Add("a");
        var taking = await BeginTakingAsync();

        AddMany(3);

        (await taking).Count.ShouldBe(4);
    }

    [Fact(Timeout = 60_000)]
    public async Task Take_TheOthersDoNotComeBack_TakesOneAfterAWhile()
    {
        TakeBatchOf(8);
        Add("alone");
        var taking = await BeginTakingAsync();

        _time.Advance(Half.Patience);

        (await taking).ShouldBe(["alone"]);
        Add("next");
        TryTake().ShouldBe(["next"], "one was alone, so the next is not kept waiting");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Take_AfterAFewOnly_WaitsForNobody(int before)
    {
        TakeBatchOf(before);
        Add("a");

        TryTake().ShouldBe(["a"]);
    }

    [Fact(Timeout = 60_000)]
    public async Task Close_WhileABatchIsGathered_HandsItOut()
    {
        TakeBatchOf(8);
        Add("a");
        var taking = await BeginTakingAsync();

        _queue.Close();

        (await taking).ShouldBe(["a"]);
        _queue.Take(_batch).ShouldBeFalse();
    }

    [Fact]
    public void Take_PatienceOfAnEarlierBatchEnds_TheQueueIsWhole()
    {
        TakeBatchOf(8);
        Add("a");
        TryTake().ShouldBeEmpty();
        AddMany(3);
        TryTake().Count.ShouldBe(4);

        _time.Advance(Half.Patience);

        TryTake().ShouldBeEmpty("nothing is there");
        AddMany(4);
        TryTake().Count.ShouldBe(4);
    }

    private void TakeBatchOf(int count)
    {
        AddMany(count);
        TryTake().Count.ShouldBe(count);
    }

    private List<string> TryTake()
    {
        _queue.TryTake(_batch, out _).ShouldBe(_batch.Count > 0);
        return _batch.ConvertAll(write => write.Name);
    }

    /// <summary>A writer that waits for company, in a thread of its own.</summary>
    private async Task<Task<List<string>>> BeginTakingAsync()
    {
        var taking = Task.Factory.StartNew(
            () =>
            {
                _queue.Take(_batch).ShouldBeTrue();
                return _batch.ConvertAll(write => write.Name);
            },
            TestContext.Current.CancellationToken,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default);
        await _time.WaiterAsync(Half.Patience);
        return taking;
    }

    private static void AddManyTo(CommitQueue<Write> queue, int count) =>
        Enumerable.Range(0, count).ToList().ForEach(number => queue.Add(new Write($"{number}")).ShouldBeNull());

    private void AddMany(int count) => AddManyTo(_queue, count);

    private void Add(string name) => _queue.Add(new Write(name)).ShouldBeNull();

    private sealed record Write(string Name) : IQueuedWrite
    {
        public int Weight => 1;

        public long Bytes => 0;

        public GroupKey? Group => null;

        public bool IsLaterPart => false;

        public void Complete() => throw new NotSupportedException("A queue completes nothing.");

        public void Fail(Exception exception) => throw new NotSupportedException("A queue fails nothing.");
    }
}
