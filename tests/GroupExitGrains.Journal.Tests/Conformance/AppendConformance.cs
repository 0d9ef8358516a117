using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

public abstract class AppendConformance : ConformanceTest
{
    [Fact]
    public async Task AppendAsync_NewGroup_IsReadBackAsItWasWritten()
    {
        var story = new GroupStory("G001");
        var created = story.Tell(EntryKind.Created);
        var imported = story.Tell(new Event(EntryKind.Imported, ["ann", "bob"])
        {
            Since = new(2020, 2, 29, 1, 2, 3, 4, TimeSpan.Zero),
            Role = GroupRole.Admin,
            OperatorId = "root",
            Reason = "why not",
        });
        var kicked = story.Tell(new Event(EntryKind.Kicked, ["bob", "nobody"]) { Effect = EntryEffect.Stale });
        await AppendAsync(created, imported, kicked);

        var read = await ReadAsync(story.Key, withRequests: true);

        read.Select(stored => stored.Entry).ShouldBe([.. created.Entries, .. imported.Entries, .. kicked.Entries]);
        read.Select(stored => stored.Position).ShouldBe([1, 2, 3, 4, 5]);
        read.Select(stored => stored.FactsBytes.ToArray()).ShouldBe(
            [.. new[] { created, imported, imported, kicked, kicked }.Select(append => append.FactsBytes.ToArray())]);
        read.Select(stored => stored.RequestBytes?.ToArray()).ShouldBe(
            [created.RequestBytes.ToArray(), imported.RequestBytes.ToArray(), null, kicked.RequestBytes.ToArray(), null]);
    }

    [Fact]
    public async Task ReadAsync_AfterASequenceWithoutRequests_GivesTheRestAlone()
    {
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(EntryKind.Joined, "ann", "bob", "cid"), story.Tell(EntryKind.Quit, "ann"));

        var read = await ReadAsync(story.Key, after: 2);

        read.Select(stored => stored.Entry.Sequence).ShouldBe([3, 4]);
        read.ShouldAllBe(stored => !stored.RequestBytes.HasValue);
    }

    [Fact]
    public async Task ReadAsync_ManyThousandEntries_StreamsEachOnceInOrder()
    {
        var story = new GroupStory("G001");
        for (var i = 0; i < 6; i++)
        {
            var users = Enumerable.Range(i * 500, 500).Select(number => $"user{number}").ToArray();
            await AppendAsync(story.Tell(EntryKind.Joined, users));
        }

        var read = await ReadAsync(story.Key, withRequests: true);

        read.Select(stored => stored.Entry.Sequence).ShouldBe(Enumerable.Range(1, 3000).Select(number => (long)number));
        read.Count(stored => stored.RequestBytes is not null).ShouldBe(6);
        (await ChainWalk.FirstBrokenAsync(Journal, story.Key, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task FindGroupAsync_AfterAppends_HasTheLastSummary()
    {
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(EntryKind.Joined, "ann", "bob"), story.Tell(EntryKind.Dismissed, "ann"));

        var record = await Journal.FindGroupAsync(story.Key, Cancellation);

        record.ShouldNotBeNull().Summary.ShouldBe(story.Summary);
        record.Pending.ShouldBeNull();
    }

    [Fact]
    public async Task FindGroupAsync_UnknownGroup_IsNull()
    {
        await AppendAsync(new GroupStory("G001").Tell(EntryKind.Created));

        (await Journal.FindGroupAsync(new("openim", "g001"), Cancellation)).ShouldBeNull();
        (await Journal.FindGroupAsync(new("tencent", "G001"), Cancellation)).ShouldBeNull();
        (await ReadAsync(new("openim", "nobody"))).ShouldBeEmpty();
    }

    [Fact]
    public async Task AppendAsync_BehindTheHead_IsRefusedAndWritesNothing()
    {
        var story = new GroupStory("G001");
        var first = story.Tell(EntryKind.Joined, "ann");
        await AppendAsync(first);
        var other = new GroupStory("G001");
        var rival = other.Tell(EntryKind.Joined, "bob");

        (await Journal.AppendAsync(rival)).ShouldBe(AppendOutcome.Refused);

        (await ReadAsync(story.Key)).Select(stored => stored.Entry).ShouldBe(first.Entries);
        (await Journal.FindCallbackAsync(rival.Facts.CallbackId, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task AppendAsync_SameSequenceOtherHash_IsRefused()
    {
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(EntryKind.Joined, "ann"));
        var other = new GroupStory("G001");
        other.Tell(EntryKind.Joined, "bob");

        (await Journal.AppendAsync(other.Tell(EntryKind.Quit, "bob"))).ShouldBe(AppendOutcome.Refused);
    }

    [Fact]
    public async Task AppendAsync_AheadOfTheHead_IsRefused()
    {
        var story = new GroupStory("G001");
        story.Tell(EntryKind.Joined, "ann");

        (await Journal.AppendAsync(story.Tell(EntryKind.Quit, "ann"))).ShouldBe(AppendOutcome.Refused);
        (await Journal.FindGroupAsync(story.Key, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task AppendAsync_SameCallbackAgain_IsAlreadyAppended()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann");
        var repeat = story.Repeat(joined.Facts.CallbackId);
        await AppendAsync(joined, repeat);

        (await Journal.AppendAsync(joined)).ShouldBe(AppendOutcome.AlreadyAppended);
        (await Journal.AppendAsync(repeat)).ShouldBe(AppendOutcome.AlreadyAppended);

        (await ReadAsync(story.Key)).Count.ShouldBe(1);
        (await Journal.FindGroupAsync(story.Key, Cancellation))!.Summary.Duplicates.ShouldBe(1);
    }

    [Fact]
    public async Task AppendAsync_SameCallbackOnTheNewHead_IsAlreadyAppended()
    {
        var story = new GroupStory("G001");
        var told = new Event(EntryKind.Joined, ["ann"]);
        var first = story.Tell(told);
        await AppendAsync(first);

        var again = GroupStory.Expecting(first, story.Head);
        var renumbered = first.Entries[0] with { Sequence = 2 };
        var retried = new Append
        {
            Group = again.Group,
            Expected = story.Head,
            Part = AppendPart.Whole,
            Facts = again.Facts,
            FactsBytes = again.FactsBytes,
            RequestBytes = again.RequestBytes,
            Entries = [renumbered],
            Summary = again.Summary with { Head = new(2, renumbered.Hash) },
        };

        (await Journal.AppendAsync(retried)).ShouldBe(AppendOutcome.AlreadyAppended);
        (await Journal.FindGroupAsync(story.Key, Cancellation))!.Summary.Head.ShouldBe(story.Head);
    }

    [Fact]
    public async Task AppendAsync_SameCallbackTwiceInFlight_IsAppendedOnce()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann");

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Journal.AppendAsync(joined)));

        outcomes.Count(outcome => outcome == AppendOutcome.Appended).ShouldBe(1);
        outcomes.Count(outcome => outcome == AppendOutcome.AlreadyAppended).ShouldBe(7);
    }

    [Fact]
    public async Task AppendAsync_RefusedOneAmongMany_FailsOnlyItsOwn()
    {
        var groups = Enumerable.Range(0, 50).Select(number => new GroupStory($"G{number}")).ToList();
        var appends = groups.ConvertAll(story => story.Tell(EntryKind.Joined, "ann"));
        var broken = new GroupStory("broken");
        broken.Tell(EntryKind.Joined, "ann");
        appends.Insert(25, broken.Tell(EntryKind.Quit, "ann"));

        var outcomes = await Task.WhenAll(appends.Select(Journal.AppendAsync));

        outcomes[25].ShouldBe(AppendOutcome.Refused);
        outcomes.Where((_, index) => index != 25).ShouldAllBe(outcome => outcome == AppendOutcome.Appended);
    }

    [Fact]
    public async Task AppendAsync_ChainInFlightBehindARefusedOne_IsRefusedToo()
    {
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(EntryKind.Joined, "ann"));
        story.Tell(EntryKind.Quit, "lost");
        var behind = new[] { story.Tell(EntryKind.Joined, "bob"), story.Tell(EntryKind.Joined, "cid") };

        var outcomes = await Task.WhenAll(behind.Select(Journal.AppendAsync));

        outcomes.ShouldBe([AppendOutcome.Refused, AppendOutcome.Refused]);
    }

    [Fact]
    public async Task AppendAsync_ManyInFlightOverManyGroups_LeavesNoGapAndNoFork()
    {
        var groups = Enumerable.Range(0, 20).Select(number => new GroupStory($"G{number}")).ToList();
        var inFlight = new List<Task<AppendOutcome>>();
        for (var round = 0; round < 40; round++)
        {
            foreach (var story in groups)
            {
                inFlight.Add(Journal.AppendAsync(story.Tell(EntryKind.Joined, $"user{round}", $"other{round}")));
            }
        }

        (await Task.WhenAll(inFlight)).ShouldAllBe(outcome => outcome == AppendOutcome.Appended);

        foreach (var story in groups)
        {
            (await ChainWalk.FirstBrokenAsync(Journal, story.Key, Cancellation)).ShouldBeNull();
            (await Journal.FindGroupAsync(story.Key, Cancellation))!.Summary.Head.ShouldBe(story.Head);
        }

        var feed = await FeedAsync();
        feed.Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 1600).Select(number => (long)number));
    }

    [Fact]
    public async Task AppendAsync_SomeRefusedInBetween_LeavesNoGapInPositions()
    {
        var story = new GroupStory("G001");
        var stranger = new GroupStory("G002");
        stranger.Tell(EntryKind.Joined, "lost");
        var inFlight = Enumerable.Range(0, 30).Select(number => Journal.AppendAsync(
            number % 3 == 0 ? stranger.Tell(EntryKind.Joined, $"u{number}") : story.Tell(EntryKind.Joined, $"u{number}")));

        await Task.WhenAll(inFlight.ToList());

        (await FeedAsync()).Select(entry => entry.Position).ShouldBe(Enumerable.Range(1, 20).Select(number => (long)number));
    }

    [Fact]
    public async Task AppendAsync_CallbackWithoutEntries_IsRecordedAndMovesNothing()
    {
        var story = new GroupStory("G001");
        var empty = story.Tell(new Event(EntryKind.Kicked, []));
        await AppendAsync(empty, story.Tell(EntryKind.Joined, "ann"));

        var stored = await Journal.FindCallbackAsync(empty.Facts.CallbackId, Cancellation);

        stored.ShouldNotBeNull().State.ShouldBe(CallbackState.Recorded);
        stored.FirstSequence.ShouldBeNull();
        stored.EntryCount.ShouldBe(0);
    }

    [Fact]
    public async Task AppendAsync_FirstCallbackOfAGroupWithoutEntries_MakesTheGroupKnown()
    {
        var story = new GroupStory("G001");
        await AppendAsync(story.Tell(new Event(EntryKind.Kicked, [])));

        (await Journal.FindGroupAsync(story.Key, Cancellation)).ShouldNotBeNull().Summary.ShouldBe(story.Summary);
    }

    [Fact]
    public async Task AppendAsync_Duplicate_IsCountedAndLeavesTheHead()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann");
        var repeats = new[] { story.Repeat(joined.Facts.CallbackId), story.Repeat(joined.Facts.CallbackId) };
        await AppendAsync([joined, .. repeats, story.Tell(EntryKind.Quit, "ann")]);

        var summary = (await Journal.FindGroupAsync(story.Key, Cancellation))!.Summary;
        var stored = await Journal.FindCallbackAsync(repeats[1].Facts.CallbackId, Cancellation);

        summary.ShouldBe(story.Summary with { Duplicates = 2 });
        stored.ShouldNotBeNull().State.ShouldBe(CallbackState.Duplicate);
        stored.DuplicateOf.ShouldBe(joined.Facts.CallbackId);
        stored.EntryCount.ShouldBe(0);
    }

    [Fact]
    public async Task AppendAsync_DuplicateOnAnotherHead_IsRefused()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann");
        await AppendAsync(joined);
        var repeat = GroupStory.Expecting(story.Repeat(joined.Facts.CallbackId), default);

        (await Journal.AppendAsync(repeat)).ShouldBe(AppendOutcome.Refused);
        (await Journal.FindGroupAsync(story.Key, Cancellation))!.Summary.Duplicates.ShouldBe(0);
    }

    [Fact]
    public async Task FindCallbackAsync_Recorded_BringsFactsRequestAndPlace()
    {
        await AppendAsync(new GroupStory("G001").Tell(EntryKind.Created));
        var story = new GroupStory("G002");
        var joined = story.Tell(EntryKind.Joined, "ann");
        var kicked = story.Tell(EntryKind.Kicked, "ann", "bob");
        await AppendAsync(joined, kicked);

        var stored = await Journal.FindCallbackAsync(kicked.Facts.CallbackId, Cancellation);

        stored.ShouldNotBeNull().State.ShouldBe(CallbackState.Recorded);
        stored.DuplicateOf.ShouldBeNull();
        stored.FactsBytes.ToArray().ShouldBe(kicked.FactsBytes.ToArray());
        stored.RequestBytes.ToArray().ShouldBe(kicked.RequestBytes.ToArray());
        stored.FirstSequence.ShouldBe(2);
        stored.EntryCount.ShouldBe(2);
    }

    [Fact]
    public async Task FindCallbackAsync_UnknownId_IsNull() =>
        (await Journal.FindCallbackAsync(CallbackId.New(DateTimeOffset.UnixEpoch), Cancellation)).ShouldBeNull();

    [Fact]
    public async Task AppendAsync_ContradictingItself_IsTheCallersMistake()
    {
        var story = new GroupStory("G001");
        var append = GroupStory.Expecting(story.Tell(EntryKind.Joined, "ann"), new(7, default));

        await Should.ThrowAsync<ArgumentException>(() => Journal.AppendAsync(append));
    }

    [Theory]
    [InlineData("it's \"quoted\" -- ; DROP TABLE entries")]
    [InlineData("100%_[a-z]*?\\")]
    [InlineData("@TGS#2J4SZEAEL")]
    [InlineData("群/👩‍👩‍👧‍👦/é")]
    [InlineData(" leading and trailing ")]
    [InlineData("�￿𐀀")]
    public async Task AppendAsync_OddIds_ComeBackUnaltered(string id)
    {
        var story = new GroupStory(id);
        await AppendAsync(story.Tell(new Event(EntryKind.Kicked, [id]) { OperatorId = id, Reason = id }));

        var page = await History.PageAsync(
            new() { Source = "openim", GroupId = id, UserId = id, OperatorId = id }, Cancellation);

        page.Items.ShouldHaveSingleItem().Entry.UserId.ShouldBe(id);
        page.Items[0].Facts.Group.ShouldBe(story.Key);
        page.Items[0].Facts.Reason.ShouldBe(id);
        (await Journal.FindGroupAsync(story.Key, Cancellation)).ShouldNotBeNull().Summary.ShouldBe(story.Summary);
    }

    [Fact]
    public async Task AppendAsync_IdsThatDifferInCaseOrForm_AreOfDifferentGroups()
    {
        string[] ids = ["g1", "G1", "é", "e\u0301", "g1 ", "a", "ab"];
        foreach (var id in ids)
        {
            await AppendAsync(new GroupStory(id).Tell(EntryKind.Joined, id));
        }

        foreach (var id in ids)
        {
            (await ReadAsync(new("openim", id))).ShouldHaveSingleItem().Entry.UserId.ShouldBe(id);
            (await History.UserAsync(new("openim", id), Cancellation)).ShouldNotBeNull()
                .Groups.ShouldHaveSingleItem().GroupId.ShouldBe(id);
        }
    }

    [Fact]
    public async Task ReadAsync_WhileAppending_SeesWholeCallbacksOnly()
    {
        var story = new GroupStory("G001");
        var inFlight = Task.WhenAll(Enumerable.Range(0, 300)
            .Select(number => Journal.AppendAsync(story.Tell(EntryKind.Joined, $"a{number}", $"b{number}", $"c{number}")))
            .ToList());
        var seen = new List<int>();
        do
        {
            seen.Add((await ReadAsync(story.Key)).Count);
        }
        while (!inFlight.IsCompleted);

        seen.ShouldAllBe(count => count % 3 == 0);
        seen.ShouldBeInOrder();
        (await ReadAsync(story.Key)).Count.ShouldBe(900);
    }

    [Fact]
    public async Task AppendAsync_WhenItCompletes_IsReadByEveryone()
    {
        await using var other = await Store.OpenAsync();
        var story = new GroupStory("G001");
        for (var i = 1; i <= 20; i++)
        {
            await AppendAsync(story.Tell(EntryKind.Joined, $"u{i}"));
            (await other.Journal.FindGroupAsync(story.Key, Cancellation))!.Summary.Head.Sequence.ShouldBe(i);
        }
    }

    [Fact]
    public async Task DisposeAsync_WithAppendsInFlight_MakesThemDurableFirst()
    {
        var story = new GroupStory("G001");
        var inFlight = Enumerable.Range(0, 100).Select(number => Journal.AppendAsync(story.Tell(EntryKind.Joined, $"u{number}"))).ToList();

        await ReopenAsync();

        (await Task.WhenAll(inFlight)).ShouldAllBe(outcome => outcome == AppendOutcome.Appended);
        (await ChainWalk.FirstBrokenAsync(Journal, story.Key, Cancellation)).ShouldBeNull();
        (await ReadAsync(story.Key)).Count.ShouldBe(100);
    }

    [Fact]
    public async Task AppendAsync_AfterDispose_IsUnavailable()
    {
        var closed = await Store.OpenAsync();
        await closed.DisposeAsync();

        await Should.ThrowAsync<JournalUnavailableException>(
            () => closed.Journal.AppendAsync(new GroupStory("G001").Tell(EntryKind.Created)));
    }

    [Fact]
    public async Task Reopening_KeepsEverything()
    {
        var story = new GroupStory("G001");
        var joined = story.Tell(EntryKind.Joined, "ann", "bob");
        await AppendAsync(joined, story.Repeat(joined.Facts.CallbackId), story.Tell(EntryKind.Quit, "ann"));
        var before = await FeedAsync();

        await ReopenAsync();

        (await FeedAsync()).ShouldBe(before);
        (await Journal.FindGroupAsync(story.Key, Cancellation))!.Summary.ShouldBe(story.Summary with { Duplicates = 1 });
        (await Journal.AppendAsync(joined)).ShouldBe(AppendOutcome.AlreadyAppended);
        await AppendAsync(story.Tell(EntryKind.Joined, "cid"));
        (await FeedAsync())[^1].Position.ShouldBe(4);
    }
}
