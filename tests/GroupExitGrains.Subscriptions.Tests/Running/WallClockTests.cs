using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>Somebody sets the wall clock back.</summary>
public sealed class WallClockTests
{
    private static readonly TimeSpan s_back = TimeSpan.FromHours(-1);

    [Fact]
    public async Task RunAsync_SetBackWhileItRuns_HoldsOnAndTriesAgainInTime()
    {
        var rig = new RunRig(Entries.Quit(2, "a", 1)) { Answer = _ => RunRig.Status(500) };
        rig.Answer = _ =>
        {
            if (rig.Sent.IsEmpty)
            {
                rig.Time.StepWall(s_back);
            }

            return RunRig.Status(500);
        };

        (await rig.RunAsync(() => rig.Sent.Count == 2, TimeSpan.FromMinutes(1))).ShouldBeTrue();

        rig.Time.Passed.ShouldBeInRange(TimeSpan.FromSeconds(4.5), TimeSpan.FromSeconds(5.6));
        rig.Saves.Count.ShouldBeGreaterThan(1);
        var wall = Entries.Noon + s_back;
        rig.Saves.ShouldAllBe(save => save.Until >= wall && save.Until <= wall + TimeSpan.FromSeconds(20));
        rig.Stored.Waiting.ShouldHaveSingleItem().FirstAttemptAt!.Value.ShouldBe(wall, TimeSpan.FromSeconds(1));
    }

    [Fact]
    public async Task RunAsync_SetBackBeforeItBegan_WaitsNoLongerThanTheSchedule()
    {
        var ahead = Entries.Noon.AddYears(1);
        var rig = new RunRig(Entries.Quit(2, "a", 1), Entries.Quit(3, "b", 1));
        rig.Stored = rig.Stored with
        {
            Cursor = 3,
            Waiting = [new WaitingGroup(new GroupKey("openim", "a"), 1, 2, 1, ahead, ahead, 500, "status 500")],
        };
        rig.Letters[3] = new DeadLetter(3, "id", new GroupKey("openim", "b"), 1, EntryKind.Quit, ahead, 1, ahead, 500, "status 500");

        (await rig.RunAsync(() => rig.Sent.Count == 2, TimeSpan.FromMinutes(1))).ShouldBeTrue();

        rig.Time.Passed.ShouldBe(TimeSpan.FromSeconds(5.5));
    }
}
