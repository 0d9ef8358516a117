using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Subscriptions, and how far each has come.</summary>
public abstract class SubscriptionConformance : ConformanceTest
{
    private const string Id = "0001";
    private const string Owner = "process 1";
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);
    private static readonly GroupKey Group = new("openim", "群/1");

    private ISubscriptions Subscriptions => Storage.Subscriptions;

    private IDeliveries Deliveries => Storage.Deliveries;

    [Fact]
    public async Task AddAsync_AfterARestart_BringsItBackWhole()
    {
        await AddAsync(Id, cursor: 7);
        await Subscriptions.AddAsync(new Subscription { Id = "0002", Name = "b", Url = "https://b/", Secrets = [], CreatedAt = Noon, CreatedBy = "ada" }, 0, Cancellation);

        await ReopenAsync();

        (await Subscriptions.ListAsync(Cancellation)).Select(stored => stored.Subscription.Id).ShouldBe([Id, "0002"]);
        var found = (await Subscriptions.FindAsync(Id, Cancellation)).ShouldNotBeNull();
        ShouldBe(found.Subscription, New(Id));
        found.Progress.ShouldBe(new DeliveryProgress(7, 0, 0, null, null, null, 0, 0, null));
        (await Subscriptions.FindAsync("un\0known", Cancellation)).ShouldBeNull();
        (await Subscriptions.MarksAsync(Cancellation)).ShouldBe([new(Id, SubscriptionState.Active, 1), new("0002", SubscriptionState.Active, 1)]);
    }

    [Fact]
    public async Task ChangeAsync_OfWhatIsThere_ReplacesItAndNothingElse()
    {
        await AddAsync(Id, cursor: 7);
        var changed = New(Id) with
        {
            Name = "other",
            Url = "https://other/",
            Filter = new SubscriptionFilter(),
            Mode = DeliveryMode.Binary,
            State = SubscriptionState.Disabled,
            StateReason = "410 Gone",
            Secrets = [new SigningSecret("whsec_b", null), new SigningSecret("whsec_a", Noon)],
        };

        (await Subscriptions.ChangeAsync(changed, Cancellation)).ShouldBeTrue();

        var found = (await Subscriptions.FindAsync(Id, Cancellation)).ShouldNotBeNull();
        ShouldBe(found.Subscription, changed with { Revision = 2 });
        found.Progress.Cursor.ShouldBe(7);
    }

    [Fact]
    public async Task ChangeAsync_TwoAtOnce_TheSecondIsRefused()
    {
        await AddAsync(Id);

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(i =>
            Subscriptions.ChangeAsync(New(Id) with { Name = $"{i}" }, Cancellation)));

        outcomes.Count(done => done).ShouldBe(1);
        (await Subscriptions.FindAsync(Id, Cancellation))!.Subscription.Revision.ShouldBe(2);
    }

    [Fact]
    public async Task TakeAsync_OneOfManyProcesses_UntilItLetsGoOrIsOverdue()
    {
        await AddAsync(Id, cursor: 7);
        await using var other = await Store.OpenAsync();

        var takes = await Task.WhenAll(Enumerable.Range(0, 10).Select(i =>
            (i % 2 == 0 ? Deliveries : other.Deliveries).TakeAsync(Id, $"process {i}", Noon, Noon.AddSeconds(10), Cancellation)));

        var hold = takes.Where(take => take is not null).ShouldHaveSingleItem()!;
        (hold.Cursor, hold.Epoch, hold.Waiting.Count).ShouldBe((7, 1, 0));
        ShouldBe(hold.Subscription, New(Id));
        (await TakeAsync("late", Noon.AddSeconds(9))).ShouldBeNull();
        (await TakeAsync("heir", Noon.AddSeconds(10))).ShouldNotBeNull();
        await Deliveries.ReleaseAsync(Id, "somebody", Cancellation);
        (await TakeAsync("late", Noon.AddSeconds(11))).ShouldBeNull();
        await Deliveries.ReleaseAsync(Id, "heir", Cancellation);
        (await TakeAsync("next", Noon.AddSeconds(11))).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(SubscriptionState.Paused)]
    [InlineData(SubscriptionState.Disabled)]
    public async Task TakeAsync_NotActive_IsRefused(SubscriptionState state)
    {
        await AddAsync(Id);
        await Subscriptions.ChangeAsync(New(Id) with { State = state }, Cancellation);

        (await TakeAsync(Owner, Noon)).ShouldBeNull();
    }

    [Fact]
    public async Task SaveAsync_AfterARestart_BringsAllOfItBack()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);

        (await SaveAsync(Changes(9) with
        {
            Waiting = [Waiting(Group, 3), Waiting(new GroupKey("openim", "b"), 1) with { Attempts = 0, FirstAttemptAt = null, Status = null, Failure = null }],
            Attempts = [Attempt(5, DeliveryOutcome.Delivered), Attempt(6, DeliveryOutcome.Failed)],
            Letters = [Letter(4), Letter(8) with { DueAt = Noon }],
            Delivered = 5,
            Failed = 2,
            LastDeliveredAt = Noon,
            LastFailedAt = Noon.AddSeconds(1),
            LastFailure = "503",
        })).ShouldNotBeNull();
        (await SaveAsync(Changes(10) with { Delivered = 1 })).ShouldNotBeNull();
        await ReopenAsync();

        (await Subscriptions.FindAsync(Id, Cancellation))!.Progress
            .ShouldBe(new DeliveryProgress(10, 6, 2, Noon, Noon.AddSeconds(1), "503", 2, 1, Owner));
        (await TakeAsync("next", Noon.AddHours(1)))!.Waiting.OrderByDescending(group => group.Sequence)
            .ShouldBe([Waiting(Group, 3), Waiting(new GroupKey("openim", "b"), 1) with { Attempts = 0, FirstAttemptAt = null, Status = null, Failure = null }]);
        (await Subscriptions.AttemptsAsync(Id, new AttemptFilter(), null, 10, Cancellation)).Items
            .ShouldBe([Attempt(6, DeliveryOutcome.Failed) with { Number = 2 }, Attempt(5, DeliveryOutcome.Delivered) with { Number = 1 }]);
        (await Subscriptions.DeadLettersAsync(Id, 0, 10, Cancellation)).Items.ShouldBe([Letter(4), Letter(8) with { DueAt = Noon }]);
        (await Deliveries.DueLettersAsync(Id, 10, Cancellation)).ShouldBe([Letter(8) with { DueAt = Noon }]);
        (await Subscriptions.WaitingAsync(Id, 1, Cancellation)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task SaveAsync_WhatIsOver_IsForgotten()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await SaveAsync(Changes(9) with { Waiting = [Waiting(Group, 3)], Letters = [Letter(4), Letter(5)] });

        await SaveAsync(Changes(9) with { Cleared = [Group, new GroupKey("openim", "unknown")], Redelivered = [4, 77], Letters = [Letter(5) with { Attempts = 2 }] });

        (await Subscriptions.WaitingAsync(Id, 10, Cancellation)).ShouldBeEmpty();
        (await Subscriptions.DeadLettersAsync(Id, 0, 10, Cancellation)).Items.ShouldBe([Letter(5) with { Attempts = 2 }]);
    }

    [Fact]
    public async Task TakeAsync_AfterDeliveriesAndLetters_SaysWhichWereTheLast()
    {
        await AddAsync(Id);
        (await TakeAsync(Owner, Noon))!.LastLetter.ShouldBe(0);
        await SaveAsync(Changes(9) with { Letters = [Letter(8), Letter(4) with { DueAt = Noon }], LastDeliveredAt = Noon });

        var hold = (await TakeAsync("next", Noon.AddHours(1)))!;
        (hold.LastLetter, hold.LastDeliveredAt).ShouldBe((8, Noon));
    }

    [Fact]
    public async Task SaveAsync_OfWhatWasChangedMeanwhile_SaysWhatItIsNow()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        (await SaveAsync(Changes(1))).ShouldBe(new SubscriptionMark(Id, SubscriptionState.Active, 1));
        await Subscriptions.ChangeAsync(New(Id) with { State = SubscriptionState.Paused }, Cancellation);

        (await SaveAsync(Changes(2))).ShouldBe(new SubscriptionMark(Id, SubscriptionState.Paused, 2));

        (await Subscriptions.FindAsync(Id, Cancellation))!.Progress.Cursor.ShouldBe(2);
    }

    [Fact]
    public async Task SaveAsync_OfWhoWentByAnotherFilter_ChangesNothing()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await SaveAsync(Changes(1));
        await Subscriptions.ChangeAsync(
            New(Id) with { Filter = new SubscriptionFilter { Kinds = [EntryKind.Joined] } }, Cancellation);

        (await SaveAsync(Changes(9))).ShouldBeNull("what was passed over by the old filter may be what the new one is for");

        (await Subscriptions.FindAsync(Id, Cancellation))!.Progress.Cursor.ShouldBe(1);
    }

    [Fact]
    public async Task SaveAsync_OfOneWhoLostIt_ChangesNothing()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await TakeAsync("heir", Noon.AddSeconds(10));

        (await SaveAsync(Changes(9) with { Waiting = [Waiting(Group, 3)], Delivered = 3 })).ShouldBeNull();

        (await Subscriptions.FindAsync(Id, Cancellation))!.Progress.ShouldBe(new DeliveryProgress(0, 0, 0, null, null, null, 0, 0, "heir"));
    }

    [Fact]
    public async Task SaveAsync_Disabling_StopsItWithItsReason()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);

        await SaveAsync(Changes(0) with { DisabledFor = "410 Gone", Revision = 1 });

        var found = (await Subscriptions.FindAsync(Id, Cancellation))!.Subscription;
        (found.State, found.StateReason, found.Revision).ShouldBe((SubscriptionState.Disabled, "410 Gone", 2));
    }

    [Fact]
    public async Task SaveAsync_DisablingWhatWasChangedMeanwhile_LetsItBe()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await Subscriptions.ChangeAsync(New(Id) with { Url = "https://new/" }, Cancellation);

        (await SaveAsync(Changes(9) with { DisabledFor = "410 Gone", Revision = 1 })).ShouldNotBeNull();

        var found = (await Subscriptions.FindAsync(Id, Cancellation))!;
        (found.Subscription.State, found.Subscription.Revision, found.Progress.Cursor).ShouldBe((SubscriptionState.Active, 2, 9));
    }

    [Fact]
    public async Task SaveAsync_ManyAttempts_KeepsTheLatest()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        for (var i = 0; i < 12; i++)
        {
            await SaveAsync(Changes(0) with { Attempts = [.. Enumerable.Range(1, 100).Select(n => Attempt((i * 100) + n, DeliveryOutcome.Delivered))] });
        }

        var numbers = new List<long>();
        Page<DeliveryAttempt>? page = null;
        do
        {
            page = await Subscriptions.AttemptsAsync(Id, new AttemptFilter(), page is null ? null : numbers[^1], 300, Cancellation);
            numbers.AddRange(page.Items.Select(attempt => attempt.Number));
        }
        while (page.Next is not null);

        numbers.ShouldBe(Enumerable.Range(201, 1000).Reverse().Select(n => (long)n));
        (await Subscriptions.AttemptsAsync(Id, new AttemptFilter(DeliveryOutcome.Failed), null, 10, Cancellation)).Items.ShouldBeEmpty();
        (await Subscriptions.AttemptsAsync(Id, new AttemptFilter(Position: 1200), null, 10, Cancellation)).Items.ShouldHaveSingleItem().Number.ShouldBe(1200);
    }

    [Fact]
    public async Task RewindAsync_GoesBack_AndWhatWasUnderWayIsNotWritten()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await SaveAsync(Changes(20) with { Waiting = [Waiting(Group, 3) with { Position = 9 }, Waiting(new GroupKey("openim", "b"), 1) with { Position = 10 }] });

        (await Subscriptions.RewindAsync(Id, 10, Cancellation)).ShouldBeTrue();

        (await SaveAsync(Changes(30))).ShouldBeNull();
        var hold = (await TakeAsync("next", Noon.AddHours(1))).ShouldNotBeNull();
        (hold.Cursor, hold.Epoch, hold.Subscription.Revision).ShouldBe((9, 2, 2));
        hold.Waiting.ShouldHaveSingleItem().Group.ShouldBe(Group);
        (await Subscriptions.RewindAsync(Id, 11, Cancellation)).ShouldBeFalse();
        (await Subscriptions.RewindAsync("unknown", 1, Cancellation)).ShouldBeFalse();
    }

    [Fact]
    public async Task RetryAsync_MakesDueWhatFailedSince()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await SaveAsync(Changes(20) with
        {
            Letters = [Letter(4) with { At = Noon.AddHours(-1) }, Letter(5)],
            Waiting =
            [
                Waiting(Group, 3) with { DueAt = Noon.AddDays(1) },
                Waiting(new GroupKey("openim", "old"), 3) with { FirstAttemptAt = Noon.AddHours(-1), DueAt = Noon.AddDays(1) },
            ],
        });

        (await Subscriptions.RetryAsync(Id, Noon, Noon.AddMinutes(1), Cancellation)).ShouldBe(2);

        (await Deliveries.DueLettersAsync(Id, 10, Cancellation)).ShouldBe([Letter(5) with { At = Noon.AddMinutes(1), Attempts = 0, DueAt = Noon.AddMinutes(1) }]);
        (await Subscriptions.WaitingAsync(Id, 10, Cancellation)).Select(group => (group.Group, group.DueAt))
            .ShouldBe([(Group, Noon.AddMinutes(1)), (new GroupKey("openim", "old"), Noon.AddDays(1))]);
        (await Subscriptions.FindAsync(Id, Cancellation))!.Subscription.Revision.ShouldBe(2);
        (await Subscriptions.RetryAsync("unknown", Noon, Noon, Cancellation)).ShouldBe(0);
    }

    [Fact]
    public async Task RedeliverAsync_OfAnyEvent_MakesItDue()
    {
        await AddAsync(Id);
        var letter = Letter(12) with { DueAt = Noon, Attempts = 0, Status = null, Failure = null };

        (await Subscriptions.RedeliverAsync(Id, letter, Cancellation)).ShouldBeTrue();
        (await Subscriptions.RedeliverAsync("unknown", letter, Cancellation)).ShouldBeFalse();

        (await Deliveries.DueLettersAsync(Id, 10, Cancellation)).ShouldBe([letter]);
    }

    [Fact]
    public async Task RemoveAsync_LeavesNothing()
    {
        await AddAsync(Id);
        await TakeAsync(Owner, Noon);
        await SaveAsync(Changes(9) with { Waiting = [Waiting(Group, 3)], Letters = [Letter(4)], Attempts = [Attempt(1, DeliveryOutcome.Failed)] });

        (await Subscriptions.RemoveAsync(Id, Cancellation)).ShouldBeTrue();
        (await Subscriptions.RemoveAsync(Id, Cancellation)).ShouldBeFalse();

        (await SaveAsync(Changes(10))).ShouldBeNull();
        await AddAsync(Id);
        (await TakeAsync(Owner, Noon))!.Waiting.ShouldBeEmpty();
        (await Subscriptions.DeadLettersAsync(Id, 0, 10, Cancellation)).Items.ShouldBeEmpty();
        (await Subscriptions.AttemptsAsync(Id, new AttemptFilter(), null, 10, Cancellation)).Items.ShouldBeEmpty();
    }

    private Task AddAsync(string id, long cursor = 0) => Subscriptions.AddAsync(New(id), cursor, Cancellation);

    private Task<DeliveryHold?> TakeAsync(string owner, DateTimeOffset now) =>
        Deliveries.TakeAsync(Id, owner, now, now.AddSeconds(10), Cancellation);

    private Task<SubscriptionMark?> SaveAsync(DeliveryChanges changes) => Deliveries.SaveAsync(Id, Owner, epoch: 1, changes, Cancellation);

    private static void ShouldBe(Subscription actual, Subscription expected)
    {
        actual.Filter.Sources.ShouldBe(expected.Filter.Sources);
        actual.Filter.Kinds.ShouldBe(expected.Filter.Kinds);
        actual.Secrets.ShouldBe(expected.Secrets);
        (actual with { Filter = Plain(actual), Secrets = [] }).ShouldBe(expected with { Filter = Plain(expected), Secrets = [] });

        static SubscriptionFilter Plain(Subscription of) => of.Filter with { Sources = [], Kinds = [] };
    }

    private static Subscription New(string id) => new()
    {
        Id = id,
        Name = "billing",
        Url = "https://receiver.example/hook?x=1",
        Filter = new SubscriptionFilter
        {
            Sources = ["openim"],
            Kinds = [EntryKind.Quit, EntryKind.Kicked],
            GroupPrefix = "群\0",
            OperatorId = "admin",
        },
        Secrets = [new SigningSecret("whsec_a", null)],
        CreatedAt = Noon,
        CreatedBy = "ada",
    };

    private static DeliveryChanges Changes(long cursor) => new() { Cursor = cursor, Until = Noon.AddSeconds(20) };

    private static WaitingGroup Waiting(GroupKey group, long sequence) =>
        new(group, sequence, sequence + 5, 2, Noon, Noon.AddSeconds(sequence), 503, "it said 503");

    private static DeadLetter Letter(long position) =>
        new(position, $"id-{position}", Group, position - 1, EntryKind.Kicked, Noon, 10, null, 500, "it said 500");

    private static DeliveryAttempt Attempt(long position, DeliveryOutcome outcome) => new(
        0, $"id-{position}", position, Group, position - 1, EntryKind.Kicked, 1, Noon, TimeSpan.FromMilliseconds(12), outcome, 200, null, "ok");
}
