using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>What a user's entries over all groups come to.</summary>
public abstract class UserConformance : ConformanceTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task UserAsync_JoinsAndExits_LatestAppliedEntryDecides()
    {
        var stays = new GroupStory("stays");
        var quits = new GroupStory("quits");
        var returns = new GroupStory("returns");
        var stale = new GroupStory("stale");
        var disbanded = new GroupStory("disbanded");
        var gone = new GroupStory("gone");
        await AppendAsync(
            stays.Tell(EntryKind.Joined, "ann", "bob"),
            quits.Tell(EntryKind.Joined, "ann"),
            quits.Tell(EntryKind.Quit, "ann"),
            returns.Tell(EntryKind.Joined, "ann"),
            returns.Tell(EntryKind.Kicked, "ann"),
            returns.Tell(new Event(EntryKind.Joined, ["ann"]) { OccurredAt = Noon }),
            stale.Tell(EntryKind.Joined, "ann"),
            stale.Tell(new Event(EntryKind.Quit, ["ann"]) { Effect = EntryEffect.Stale }),
            disbanded.Tell(EntryKind.Dismissed, "ann"),
            gone.Tell(EntryKind.Left, "ann"),
            gone.Tell(new Event(EntryKind.Joined, ["ann"]) { Effect = EntryEffect.Stale }));

        var ann = (await History.UserAsync(new("openim", "ann"), Cancellation)).ShouldNotBeNull();

        ann.User.ShouldBe(new("openim", "ann"));
        ann.Groups.Select(membership => membership.GroupId).ShouldBe(["returns", "stale", "stays"]);
        ann.Groups[0].Since.ShouldBe(Noon);
        ann.Exits.ShouldBe(new(1, 1, 1, 1));
    }

    [Fact]
    public async Task UserAsync_JoinWithAndWithoutEventTime_SinceIsTheTimeOfTheChange()
    {
        await AppendAsync(
            new GroupStory("a").Tell(new Event(EntryKind.Joined, ["ann"]) { ReceivedAt = Noon, OccurredAt = Noon.AddHours(-3) }),
            new GroupStory("b").Tell(new Event(EntryKind.Joined, ["ann"]) { ReceivedAt = Noon }),
            new GroupStory("c").Tell(new Event(EntryKind.Joined, ["ann"]) { ReceivedAt = Noon, OccurredAt = Noon.AddDays(1) }));

        var ann = (await History.UserAsync(new("openim", "ann"), Cancellation)).ShouldNotBeNull();

        ann.Groups.ShouldBe([new("a", Noon.AddHours(-3)), new("b", Noon), new("c", Noon)]);
    }

    [Fact]
    public async Task UserAsync_Imported_SinceIsOnlyWhatTheImporterSaid()
    {
        var since = Noon.AddYears(-5);
        await AppendAsync(
            new GroupStory("a").Tell(new Event(EntryKind.Imported, ["ann"]) { Since = since }),
            new GroupStory("b").Tell(EntryKind.Imported, "ann"));

        var ann = (await History.UserAsync(new("openim", "ann"), Cancellation)).ShouldNotBeNull();

        ann.Groups.ShouldBe([new("a", since), new("b", null)]);
    }

    [Fact]
    public async Task UserAsync_UntrackedGroup_CountsItsExitsButNoMembership()
    {
        var live = new GroupStory("live");
        await AppendAsync(
            live.Tell(new Event(EntryKind.Joined, ["ann", "bob"]) { Untracked = true }),
            live.Tell(new Event(EntryKind.Quit, ["ann"]) { Untracked = true }),
            live.Tell(new Event(EntryKind.Joined, ["ann"]) { Untracked = true }));

        var ann = (await History.UserAsync(new("openim", "ann"), Cancellation)).ShouldNotBeNull();

        ann.Groups.ShouldBeEmpty();
        ann.Exits.ShouldBe(new(1, 0, 0, 0));
    }

    [Fact]
    public async Task UserAsync_RoleAndOwnerChanges_SayNothingOfMembership()
    {
        var story = new GroupStory("G001");
        await AppendAsync(
            story.Tell(EntryKind.Joined, "ann"),
            story.Tell(EntryKind.Quit, "ann"),
            story.Tell(EntryKind.RoleChanged, "ann"),
            story.Tell(EntryKind.OwnerChanged, "ann"));

        (await History.UserAsync(new("openim", "ann"), Cancellation)).ShouldNotBeNull().Groups.ShouldBeEmpty();
    }

    [Fact]
    public async Task UserAsync_SameIdOfAnotherSource_IsAnotherUser()
    {
        await AppendAsync(
            new GroupStory("G001").Tell(EntryKind.Joined, "ann"), new GroupStory("G001", "tencent").Tell(EntryKind.Quit, "ann"));

        var ann = (await History.UserAsync(new("tencent", "ann"), Cancellation)).ShouldNotBeNull();

        ann.Groups.ShouldBeEmpty();
        ann.Exits.Quit.ShouldBe(1);
        (await History.UserAsync(new("tencent", "bob"), Cancellation)).ShouldBeNull();
        (await History.UserAsync(new("tencent", "Ann"), Cancellation)).ShouldBeNull();
    }
}
