using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>A receiver that is away for long, and what is found out of it when.</summary>
public sealed class OutageStories
{
    private static readonly AuditEntry[] s_journal = [.. Enumerable.Range(2, 20).Select(n => Entries.Quit(n, $"g{n}", 1))];

    [Theory]
    [InlineData(1)]
    [InlineData(20)]
    public async Task RunAsync_TheReceiverIsBackAfterHours_IsFoundInAMinuteAndGetsAll(int groups)
    {
        var back = TimeSpan.FromHours(6);
        var rig = new RunRig(s_journal[..groups]);
        rig.Answer = _ => RunRig.Status(rig.Time.Passed < back ? 500 : 200);

        (await rig.RunAsync(() => rig.Stored.Cursor == groups + 1 && rig.Stored.Waiting.Count == 0 && rig.Time.Passed > back, TimeSpan.FromDays(3)))
            .ShouldBeTrue();

        rig.Time.Passed.ShouldBeInRange(back, back + TimeSpan.FromSeconds(70));
        rig.Saves.SelectMany(save => save.Waiting).Max(group => group.Attempts).ShouldBe(5);
        rig.Sent.Count.ShouldBeLessThan((groups * 6) + 420);
    }

    [Fact]
    public async Task RunAsync_ARestartInAnOutage_KnowsOfIt()
    {
        var rig = new RunRig(s_journal);
        rig.Stored = rig.Stored with
        {
            Cursor = 21,
            Waiting =
            [
                .. s_journal.Select(audit => new WaitingGroup(
                    audit.Facts.Group, 1, audit.Position, 5, Entries.Noon.AddHours(-3), Entries.Noon.AddHours(4), null, "no answer")),
            ],
        };

        (await rig.RunAsync(() => rig.Stored.Waiting.Count == 0, TimeSpan.FromMinutes(10))).ShouldBeTrue();

        rig.Time.Passed.ShouldBeInRange(TimeSpan.FromMinutes(1), TimeSpan.FromSeconds(70));
    }

    [Fact]
    public async Task RunAsync_AReceiverThatIsNeverBack_GetsAllItsAttemptsOverThreeDays()
    {
        var rig = new RunRig(s_journal[..1]) { Answer = _ => RunRig.Status(503) };

        (await rig.RunAsync(() => rig.Letters.Count == 1, TimeSpan.FromDays(5))).ShouldBeTrue();

        rig.Letters[2].Attempts.ShouldBe(10);
        rig.Time.Passed.ShouldBeInRange(TimeSpan.FromHours(67), TimeSpan.FromHours(84));
    }

    [Fact]
    public async Task RunAsync_AReceiverThatAsksToBeLeftAlone_IsNotAskedBefore()
    {
        var rig = new RunRig(s_journal) { Answer = _ => RunRig.Status(503, TimeSpan.FromHours(1)) };

        await rig.RunAsync(() => false, TimeSpan.FromMinutes(59));

        rig.Sent.Count.ShouldBe(20);
    }
}
