using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>What somebody altered behind the journal's back is seen by whoever walks the chain.</summary>
public abstract class DamageConformance : ConformanceTest
{
    private readonly GroupStory _story = new("G001");

    [Theory]
    [InlineData(Damage.EntryHash)]
    [InlineData(Damage.EntryUser)]
    [InlineData(Damage.EntryUserAndIndex)]
    [InlineData(Damage.EntryUserIndex)]
    [InlineData(Damage.EntryKind)]
    [InlineData(Damage.EntryEffect)]
    [InlineData(Damage.EntryReceivedAt)]
    [InlineData(Damage.EntryCallback)]
    [InlineData(Damage.EntryMissing)]
    [InlineData(Damage.CallbackFacts)]
    [InlineData(Damage.CallbackFactsVersion)]
    [InlineData(Damage.CallbackRequest)]
    [InlineData(Damage.CallbackMissing)]
    public async Task Altered_AtAnEntry_IsFoundThere(Damage damage)
    {
        await TellAsync();

        await Store.DamageAsync(damage, _story.Key, 5);
        await ReopenAsync();

        (await ChainWalk.FirstBrokenAsync(Journal, _story.Key, Cancellation)).ShouldBe(5);
        (await ChainWalk.FirstBrokenAsync(Journal, new("openim", "G002"), Cancellation)).ShouldBeNull();
    }

    [Theory]
    [InlineData(Damage.HeadHash, 7)]
    [InlineData(Damage.HeadSequence, 6)]
    public async Task Altered_AtTheHeadRow_IsFoundAtTheSequenceItClaims(Damage damage, long sequence)
    {
        await TellAsync();

        await Store.DamageAsync(damage, _story.Key, 7);
        await ReopenAsync();

        (await ChainWalk.FirstBrokenAsync(Journal, _story.Key, Cancellation)).ShouldBe(sequence);
    }

    [Fact]
    public async Task Altered_HeadRowsSummary_IsSaidToBeDamaged()
    {
        await TellAsync();

        await Store.DamageAsync(Damage.HeadSummary, _story.Key, 7);

        await Should.ThrowAsync<JournalDamagedException>(() => Journal.FindGroupAsync(_story.Key, Cancellation));
    }

    [Fact]
    public async Task ReadAsync_Damaged_GivesWhatCameBefore()
    {
        await TellAsync();
        await Store.DamageAsync(Damage.EntryEffect, _story.Key, 5);
        var read = new List<long>();

        await Should.ThrowAsync<JournalDamagedException>(async () =>
        {
            await foreach (var stored in Journal.ReadAsync(_story.Key, 1, withRequests: false, Cancellation))
            {
                read.Add(stored.Entry.Sequence);
            }
        });

        read.ShouldBe([2, 3, 4]);
    }

    [Theory]
    [InlineData(Damage.HeadHash)]
    [InlineData(Damage.HeadSequence)]
    public async Task AppendAsync_OnAnAlteredHead_HarmsNoOtherGroup(Damage damage)
    {
        await TellAsync();
        await Store.DamageAsync(damage, _story.Key, 7);
        var other = new GroupStory("G003");

        var onDamaged = Journal.AppendAsync(_story.Tell(EntryKind.Joined, "late"));
        await AppendAsync(other.Tell(EntryKind.Joined, "ann"), other.Tell(EntryKind.Quit, "ann"));

        (await onDamaged).ShouldBe(AppendOutcome.Refused);
    }

    [Fact]
    public async Task AppendAsync_OverEntriesThatTheHeadRowDenies_HarmsNoOtherGroup()
    {
        await TellAsync();
        await Store.DamageAsync(Damage.HeadSequence, _story.Key, 7);
        var head = (await Journal.FindGroupAsync(_story.Key, Cancellation))!.Summary.Head;
        var next = new GroupStory("G001").Tell(EntryKind.Quit, "late");
        var entry = next.Entries[0] with { Sequence = head.Sequence + 1 };
        var over = new Append
        {
            Group = next.Group,
            Expected = head,
            Part = AppendPart.Whole,
            Facts = next.Facts,
            FactsBytes = next.FactsBytes,
            RequestBytes = next.RequestBytes,
            Entries = [entry],
            Summary = next.Summary with { Head = new(entry.Sequence, entry.Hash) },
        };
        var other = new GroupStory("G003");

        var appended = Journal.AppendAsync(over);
        await AppendAsync(other.Tell(EntryKind.Joined, "ann"), other.Tell(EntryKind.Quit, "ann"));

        await Should.ThrowAsync<JournalUnavailableException>(() => appended);
        (await ReadAsync(other.Key)).Count.ShouldBe(2);
    }

    private async Task TellAsync()
    {
        // Each damage is done to entry 5, which is the first of its callback.
        await AppendAsync(new GroupStory("G002").Tell(EntryKind.Joined, "x", "y", "z"));
        await AppendAsync(
            _story.Tell(EntryKind.Joined, "a", "b"),
            _story.Tell(EntryKind.Joined, "c", "d"),
            _story.Tell(EntryKind.Kicked, "a", "b"),
            _story.Tell(EntryKind.Quit, "c"));
    }
}
