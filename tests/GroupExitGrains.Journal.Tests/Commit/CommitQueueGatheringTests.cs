using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Commit;

/// <summary>What a batch waits for. Those who were told of the last one are about to write again.</summary>
public sealed class CommitQueueGatheringTests : IDisposable
{
    private readonly ManualTime _time = new();
    private readonly CommitQueue<Write> _queue;
    private readonly List<Write> _batch = [];

    public CommitQueueGatheringTests() => _queue = new CommitQueue<Write>(100, new QueueBounds(), _time);

    public void Dispose() => _queue.Dispose();

    [Fact]
    public async Task Take_AfterABatchOfEight_WaitsForFour()
    {
        await TakeBatchOfAsync(8);

        var taking = TakeAsync();
        foreach (var name in (string[])["a", "b", "c"])
        {
            Add(name);
            taking.IsCompleted.ShouldBeFalse();
        }

        Add("d");

        (await taking).ShouldBe(["a", "b", "c", "d"]);
    }

    [Fact]
    public async Task Take_HalfOfTheLastBatchWaitsAlready_IsTakenAtOnce()
    {
        await TakeBatchOfAsync(8);
        AddMany(4);

        TakeAsync().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Take_TheOthersDoNotComeBack_TakesOneAfterAWhile()
    {
        await TakeBatchOfAsync(8);
        Add("alone");
        var taking = TakeAsync();
        taking.IsCompleted.ShouldBeFalse();

        _time.Advance(Gathering.Patience);

        (await taking).ShouldBe(["alone"]);
        Add("next");
        TakeAsync().IsCompleted.ShouldBeTrue("one was alone, so the next is not kept waiting");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Take_AfterAFewOnly_WaitsForNobody(int before)
    {
        await TakeBatchOfAsync(before);
        Add("a");

        TakeAsync().IsCompleted.ShouldBeTrue();
    }

    [Fact]
    public async Task Close_WhileABatchIsGathered_HandsItOut()
    {
        await TakeBatchOfAsync(8);
        Add("a");
        var taking = TakeAsync();

        _queue.Close();

        (await taking).ShouldBe(["a"]);
        (await _queue.TakeAsync(_batch)).ShouldBeFalse();
    }

    [Fact]
    public async Task Take_PatienceOfAnEarlierBatchEnds_TheQueueIsWhole()
    {
        await TakeBatchOfAsync(8);
        Add("a");
        var gathering = TakeAsync();
        AddMany(3);
        (await gathering).Count.ShouldBe(4);

        _time.Advance(Gathering.Patience);

        var taking = TakeAsync();
        taking.IsCompleted.ShouldBeFalse("nothing is there");
        AddMany(2);
        (await taking).Count.ShouldBe(2);
    }

    private async Task TakeBatchOfAsync(int count)
    {
        AddMany(count);
        (await TakeAsync()).Count.ShouldBe(count);
    }

    private void AddMany(int count)
    {
        for (var number = 0; number < count; number++)
        {
            Add($"{number}");
        }
    }

    private void Add(string name) => _queue.Add(new Write(name)).ShouldBeNull();

    private async Task<List<string>> TakeAsync()
    {
        (await _queue.TakeAsync(_batch)).ShouldBeTrue();
        return _batch.ConvertAll(write => write.Name);
    }

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
