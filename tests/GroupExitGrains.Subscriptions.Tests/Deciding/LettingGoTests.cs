namespace GroupExitGrains.Subscriptions.Tests.Deciding;

/// <summary>What whoever goes on is told, so that what was delivered is not delivered again.</summary>
public sealed class LettingGoTests
{
    [Fact]
    public void LetGo_OneIsDeliveredBehindAnother_HoldsUpItsOwnGroupAlone()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "a", 2), Entries.Quit(3, "b", 1)]);
        rig.Read();
        rig.Take().ShouldBeOfType<DeliveryWork.Send>().Audit.Position.ShouldBe(1);
        rig.Finish(rig.Take().ShouldBeOfType<DeliveryWork.Send>());

        rig.Window.LetGo(Entries.Noon);

        rig.Window.Cursor.ShouldBe(3);
        rig.Save();
        var waiting = rig.SavedGroups.Values.ShouldHaveSingleItem();
        (waiting.Group.GroupId, waiting.Sequence, waiting.Position, waiting.Attempts).ShouldBe(("a", 1, 1, 0));

        var next = new DeliveryWindow(new DeliveryOptions(), cursor: 3);
        next.Restore(waiting);
        next.Take(Entries.Noon).ShouldBeOfType<DeliveryWork.Fetch>().AfterSequence.ShouldBe(0);
        next.Take(Entries.Noon).ShouldBeNull();
    }

    [Fact]
    public void LetGo_NothingIsDeliveredBehindAnother_LeavesItToTheCursor()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "b", 1), Entries.Quit(3, "c", 1)]);
        rig.Read();
        rig.Finish(rig.Take().ShouldBeOfType<DeliveryWork.Send>());

        rig.Window.LetGo(Entries.Noon);

        rig.Window.Cursor.ShouldBe(1);
        rig.Window.HasChanges.ShouldBeFalse();
    }
}
