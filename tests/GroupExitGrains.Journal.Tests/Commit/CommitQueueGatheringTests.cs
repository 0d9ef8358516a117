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

    public CommitQueueGatheringTests() => _queue = new CommitQueue<Write>(100, new QueueBounds(), Company.Half, _time);

    public void Dispose() => _queue.Dispose();

    [Fact(Timeout = 60_000)]
    public async Task Take_AfterABatchOfEight_WaitsForFour()
    {
        await TakeBatchOfAsync(8);

        Add("a");
        var taking = TakeAsync();
        taking.IsCompleted.ShouldBeFalse();
        foreach (var name in (string[])["b", "c"])
        {
            Add(name);
            taking.IsCompleted.ShouldBeFalse();
        }

        Add("d");

        (await taking).ShouldBe(["a", "b", "c", "d"]);
    }

    [Theory(Timeout = 60_000)]
    [InlineData(4, false)]
    [InlineData(6, false)]
    [InlineData(7, true)]
    public async Task Take_SomeWaitAlready_IsTakenWhenTheyAreHalfOfThemAndTheLast(int waiting, bool atOnce)
    {
        await TakeBatchOfAsync(8);
        AddMany(waiting);

        var taking = TakeAsync();
        taking.IsCompleted.ShouldBe(atOnce);
        _time.Advance(Company.Half.Patience);
        (await taking).Count.ShouldBe(waiting);
    }

    [Fact(Timeout = 60_000)]
    public async Task Take_AShareOfNineInTen_WaitsForSoMany()
    {
        using var queue = new CommitQueue<Write>(100, new QueueBounds(), new Company(0.9, TimeSpan.FromMilliseconds(3)), _time);
        Enumerable.Range(0, 20).ToList().ForEach(number => queue.Add(new Write($"{number}")));
        (await queue.TakeAsync(_batch)).ShouldBeTrue();

        Enumerable.Range(0, 10).ToList().ForEach(number => queue.Add(new Write($"{number}")));
        var taking = queue.TakeAsync(_batch).AsTask();
        Enumerable.Range(0, 16).ToList().ForEach(number => queue.Add(new Write($"{number}")));
        taking.IsCompleted.ShouldBeFalse();
        queue.Add(new Write("27th of 30"));

        (await taking).ShouldBeTrue();
        _batch.Count.ShouldBe(27);
    }

    [Fact(Timeout = 60_000)]
    public async Task Take_TheOthersDoNotComeBack_TakesOneAfterAWhile()
    {
        await TakeBatchOfAsync(8);
        Add("alone");
        var taking = TakeAsync();
        taking.IsCompleted.ShouldBeFalse();

        _time.Advance(Company.Half.Patience);

        (await taking).ShouldBe(["alone"]);
        Add("next");
        TakeAsync().IsCompleted.ShouldBeTrue("one was alone, so the next is not kept waiting");
    }

    [Theory(Timeout = 60_000)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Take_AfterAFewOnly_WaitsForNobody(int before)
    {
        await TakeBatchOfAsync(before);
        Add("a");

        TakeAsync().IsCompleted.ShouldBeTrue();
    }

    [Fact(Timeout = 60_000)]
    public async Task Close_WhileABatchIsGathered_HandsItOut()
    {
        await TakeBatchOfAsync(8);
        Add("a");
        var taking = TakeAsync();

        _queue.Close();

        (await taking).ShouldBe(["a"]);
        (await _queue.TakeAsync(_batch)).ShouldBeFalse();
    }

    [Fact(Timeout = 60_000)]
    public async Task Take_PatienceOfAnEarlierBatchEnds_TheQueueIsWhole()
    {
        await TakeBatchOfAsync(8);
        Add("a");
        var gathering = TakeAsync();
        AddMany(3);
        (await gathering).Count.ShouldBe(4);

        _time.Advance(Company.Half.Patience);

        var taking = TakeAsync();
        taking.IsCompleted.ShouldBeFalse("nothing is there");
        AddMany(4);
        (await taking).Count.ShouldBeInRange(2, 4, "as many as half of the last and of those there when it was looked");
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
