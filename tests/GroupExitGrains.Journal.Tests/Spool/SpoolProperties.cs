using FsCheck;
using FsCheck.Fluent;
using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Journal.Tests.Spool.Fixtures;

namespace GroupExitGrains.Journal.Tests.Spool;

/// <summary>Whatever fails in whatever order: what was accepted reaches the journal, in its group's order.</summary>
public sealed class SpoolProperties
{
    private static readonly CallbackSpoolOptions Options = new()
    {
        SegmentBytes = 4096,
        MaxBytes = 4 * 1024 * 1024,
        DrainConcurrency = 2,
        AcceptWithin = TimeSpan.FromMinutes(1),
        MaxGroupRest = TimeSpan.FromSeconds(5),
    };

    [Fact(Timeout = 120_000)]
    public Task AcceptedCallbacks_ThroughOutagesKillsAndFailingDisks_ReachTheJournalInOrder() => Task.Run(
        () => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(200).WithEndSize(80),
        Prop.ForAll(Arb.From(Steps, Fewer), steps => Live(steps).GetAwaiter().GetResult())),
        TestContext.Current.CancellationToken);

    private static Gen<List<Step>> Steps => Gen.ListOf(Gen.Frequency(
        (30, Step(Deed.Send)),
        (10, Step(Deed.SendSeveral)),
        (12, Step(Deed.ChangeJournal)),
        (10, Step(Deed.LetTimePass)),
        (4, Step(Deed.Kill)),
        (4, Step(Deed.LosePower)),
        (6, Step(Deed.ChangeDisk)),
        (6, Step(Deed.EndHanging)))).Select(steps => steps.ToList());

    /// <summary>The same without a part: halves first, so that a failure is soon a short story.</summary>
    private static IEnumerable<List<Step>> Fewer(List<Step> steps)
    {
        for (var part = steps.Count / 2; part > 0; part /= 2)
        {
            for (var start = 0; start + part <= steps.Count; start += part)
            {
                yield return [.. steps.Take(start), .. steps.Skip(start + part)];
            }
        }
    }

    private static Gen<Step> Step(Deed deed) =>
        Gen.Choose(0, 1_000_000).Select(number => new Step(deed, number));

    private static async Task<bool> Live(List<Step> steps)
    {
        var life = new SpoolLife(Options);
        foreach (var step in steps)
        {
            await life.DoAsync(step);
        }

        await life.SettleAsync();
        life.Recorded.ShouldBeUnique();
        foreach (var group in life.Accepted.GroupBy(accepted => accepted.Callback.Group))
        {
            var bursts = group.ToDictionary(accepted => accepted.Callback.Id, accepted => accepted.Burst);
            var order = life.Recorded.Where(bursts.ContainsKey).Select(id => bursts[id]).ToList();
            order.Count.ShouldBe(bursts.Count, "an accepted callback is lost");
            order.ShouldBeInOrder(SortDirection.Ascending, "a callback overtook one that was accepted before it was sent");
        }

        return true;
    }
}
