using GroupExitGrains.Membership;

namespace GroupExitGrains.Conformance;

public abstract partial class GroupsConformance
{
    [Fact]
    public async Task Record_JoinsAndExits_AreCountedAndKept()
    {
        var group = Sample.NewGroup();
        await RecordAsync(group, ChangeKind.Joined, "ann", "bob", "cy");
        await RecordAsync(group, ChangeKind.Quit, "bob");
        var receipt = await RecordAsync(group, ChangeKind.Kicked, "cy", "never-seen");

        receipt.State.ShouldBe(CallbackState.Recorded);
        var summary = (await Groups.FindAsync(group, Stop)).ShouldNotBeNull();
        summary.Group.ShouldBe(group);
        summary.MemberCount.ShouldBe(1);
        summary.Joined.ShouldBe(3);
        summary.Exits.ShouldBe(new ExitCounts(Quit: 1, Kicked: 2, Dismissed: 0, Left: 0));
        summary.Head.Sequence.ShouldBe(6);
        await ShouldBeSoundAsync(group, 6);
    }

    [Fact]
    public async Task Record_SameCallbackOfferedAgain_IsInTheHistoryOnce()
    {
        var group = Sample.NewGroup();
        var callback = Sample.Callback(group, ChangeKind.Quit, "ann");

        var first = await Groups.RecordAsync(callback, Stop);
        var second = await Groups.RecordAsync(callback, Stop);

        second.CallbackId.ShouldBe(first.CallbackId);
        (await WholeHistoryAsync(group)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Record_Repetition_NamesTheOriginalAndAddsNothing()
    {
        var group = Sample.NewGroup();
        var original = Sample.Callback(group, ChangeKind.Quit, "ann");
        await Groups.RecordAsync(original, Stop);

        var receipt = await Groups.RecordAsync(Sample.Repeat(original), Stop);

        receipt.State.ShouldBe(CallbackState.Duplicate);
        receipt.DuplicateOf.ShouldBe(original.Id);
        var summary = (await Groups.FindAsync(group, Stop)).ShouldNotBeNull();
        summary.Duplicates.ShouldBe(1);
        summary.Head.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Record_Import_IsTheMembershipFromThenOn()
    {
        var group = Sample.NewGroup();
        await RecordAsync(group, ChangeKind.Joined, "gone", "stays");
        await RecordAsync(group, ChangeKind.Imported, "new", "stays");

        var summary = (await Groups.FindAsync(group, Stop)).ShouldNotBeNull();
        summary.MembershipComplete.ShouldBeTrue();
        summary.Exits.Left.ShouldBe(1);
        var members = (await Groups.MembersAsync(group, after: null, 10, Stop)).ShouldNotBeNull();
        members.Items.Select(member => member.UserId).ShouldBe(["new", "stays"]);
    }

    [Fact]
    public async Task Record_DismissalOfAGiant_IsAnsweredFirstAndWholeBeforeTheNext()
    {
        const int Members = 6_000;
        var group = Sample.NewGroup("giant");
        await RecordAsync(group, ChangeKind.Imported, Sample.Users(Members));

        var receipt = await RecordAsync(group, ChangeKind.Dismissed);
        var next = await RecordAsync(group, ChangeKind.Joined, "after");

        receipt.State.ShouldBe(CallbackState.Pending);
        next.State.ShouldBe(CallbackState.Recorded);
        var entries = await WholeHistoryAsync(group);
        entries.Count(entry => entry.Entry is { Kind: EntryKind.Dismissed, UserId: not null }).ShouldBe(Members);
        entries[^1].Entry.UserId.ShouldBe("after");
        entries.Select(entry => entry.Entry.Sequence).ShouldBe(Enumerable.Range(1, entries.Count).Select(i => (long)i));
        await ShouldBeSoundAsync(group, entries.Count);
    }

    [Fact]
    public async Task Record_OneHotGroupFromManySenders_NumbersEveryExitOnce()
    {
        var group = Sample.NewGroup("hot");
        var users = Sample.Users(300);

        var receipts = await Task.WhenAll(users.Select(user => RecordAsync(group, ChangeKind.Quit, user)));

        receipts.ShouldAllBe(receipt => receipt.State == CallbackState.Recorded);
        var entries = await WholeHistoryAsync(group);
        entries.Select(entry => entry.Entry.UserId).Order(StringComparer.Ordinal).ShouldBe(users);
        entries.Select(entry => entry.Entry.Sequence).ShouldBe(Enumerable.Range(1, users.Length).Select(i => (long)i));
        await ShouldBeSoundAsync(group, users.Length);
    }

    [Fact]
    public async Task Record_ManyGroupsAtOnce_KeepsThemApart()
    {
        var groups = Enumerable.Range(0, 100).Select(i => Sample.NewGroup($"many-{i}")).ToList();

        await Task.WhenAll(groups.SelectMany(group => new[]
        {
            RecordAsync(group, ChangeKind.Quit, "ann"),
            RecordAsync(group, ChangeKind.Quit, group.GroupId),
        }));

        foreach (var group in groups)
        {
            (await WholeHistoryAsync(group)).Select(entry => entry.Entry.UserId).Order(StringComparer.Ordinal)
                .ShouldBe(new[] { "ann", group.GroupId }.Order(StringComparer.Ordinal));
        }
    }

    [Fact]
    public async Task Record_IdsThatLookAlike_AreDifferentGroups()
    {
        var suffix = Guid.NewGuid().ToString("N");
        string[] ids = ["a/b c", "a%2Fb c", "@TGS#2J4SZEAEL", "群", "1f", "01f", "1F", "1f+x", suffix, $"{suffix}+1", "..", "%"];
        var groups = ids.Select(id => new GroupKey($"source {suffix}/x", id)).ToList();
        await Task.WhenAll(groups.Select(group => RecordAsync(group, ChangeKind.Quit, group.GroupId)));

        foreach (var group in groups)
        {
            (await WholeHistoryAsync(group)).ShouldHaveSingleItem().Entry.UserId.ShouldBe(group.GroupId);
        }
    }
}
