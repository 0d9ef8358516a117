using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Running;

/// <summary>Events that were given up, and are come upon again after somebody rewound.</summary>
public sealed class DeadLettersTests
{
    [Fact]
    public async Task RunAsync_WhatWasGivenUpIsDeliveredInOrder_IsNoDeadLetterAnyMore()
    {
        var entries = new[] { Entries.Quit(2, "a", 1), Entries.Quit(3, "b", 1), Entries.Quit(4, "c", 1) };
        var rig = new RunRig(entries);
        rig.Letters[3] = LetterOf(entries[1]);
        rig.Stored = rig.Stored with { LastLetter = 3 };

        await rig.RunAsync(() => rig.Stored.Cursor == 4, TimeSpan.FromMinutes(1));

        rig.Letters.ShouldBeEmpty();
        rig.Saves.SelectMany(save => save.Redelivered).ShouldBe([2, 3], ignoreOrder: true);
    }

    [Fact]
    public async Task RunAsync_WhatIsNeverTaken_IsADeadLetterOnce()
    {
        var rig = new RunRig(Entries.Quit(2, "a", 1)) { Answer = _ => RunRig.Status(422) };

        (await rig.RunAsync(() => rig.Letters.Count == 1, TimeSpan.FromDays(5))).ShouldBeTrue();

        rig.Letters[2].Attempts.ShouldBe(10);
        rig.Time.Passed.ShouldBeInRange(TimeSpan.FromHours(67), TimeSpan.FromHours(84));
    }

    private static DeadLetter LetterOf(AuditEntry audit) => new(
        audit.Position, EventId.Of(audit), audit.Facts.Group, audit.Entry.Sequence, audit.Entry.Kind, Entries.Noon, 10, null, 500, "status 500");
}
