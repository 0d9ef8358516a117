using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Deciding;

public sealed class DeliveryWindowTests
{
    private static readonly TimeSpan s_minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Take_OfOneGroup_IsOneAtATime()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "a", 2), Entries.Quit(3, "b", 1)]);
        rig.Read();

        var a1 = rig.Take().ShouldBeOfType<DeliveryWork.Send>();
        var b1 = rig.Take().ShouldBeOfType<DeliveryWork.Send>();
        (a1.Audit.Position, b1.Audit.Position).ShouldBe((1, 3));
        rig.Take().ShouldBeNull();
        rig.Finish(b1);
        rig.Take().ShouldBeNull();
        rig.Window.Cursor.ShouldBe(0);

        rig.Finish(a1);
        rig.Take().ShouldBeOfType<DeliveryWork.Send>().Audit.Position.ShouldBe(2);
        rig.Window.Cursor.ShouldBe(1);
    }

    [Fact]
    public void Cursor_PassesWhatIsNotAskedFor()
    {
        var rig = new WindowRig(
            [Entries.Quit(1, "a", 1), Entries.Of(2, "a", 2, EntryKind.Joined, "u"), Entries.Quit(3, "b", 1)],
            filter: new SubscriptionFilter { Kinds = [EntryKind.Joined] });

        rig.Settle();

        rig.Received.Select(audit => audit.Position).ShouldBe([2]);
        rig.Window.Cursor.ShouldBe(3);
        rig.Window.HasChanges.ShouldBeFalse();
    }

    [Fact]
    public void Failed_LeavesTheGroupBehindAndNoOther()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "a", 2), Entries.Quit(3, "b", 1)]);

        rig.Settle(send => send.Group.GroupId == "a" ? s_minute : null);

        rig.Received.Select(audit => audit.Position).ShouldBe([3]);
        rig.Window.Cursor.ShouldBe(3);
        rig.Window.Held.ShouldBe(0);
        rig.Save();
        rig.SavedGroups.Values.ShouldHaveSingleItem().ShouldBe(new WaitingGroup(
            new GroupKey("openim", "a"), 1, 1, 1, Entries.Noon, Entries.Noon + s_minute, 500, "status 500"));
        rig.Window.NextDue.ShouldBe(Entries.Noon + s_minute);

        rig.Pass(s_minute);
        rig.Settle();
        rig.Save();

        rig.Received.Select(audit => audit.Position).ShouldBe([3, 1, 2]);
        rig.SavedGroups.ShouldBeEmpty();
        rig.Window.Behind.ShouldBe(0);
    }

    [Fact]
    public void Failed_AgainAndAgain_CountsAttemptsAlsoOverARestart()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1)]);
        var attempts = new List<int>();
        for (var i = 0; i < 6; i++)
        {
            rig.Settle(send =>
            {
                attempts.Add(send.Attempt);
                send.FirstAttemptAt.ShouldBe(send.Attempt == 1 ? null : Entries.Noon);
                return s_minute;
            });
            rig.Pass(s_minute);
            rig.Save();
            if (i % 2 == 1)
            {
                rig.Die();
            }
        }

        attempts.ShouldBe([1, 2, 3, 4, 5, 6]);
    }

    [Fact]
    public void Fetched_WhatFailedIsNotAskedForAnyMore_LeavesTheNextAllItsAttempts()
    {
        var rig = new WindowRig(
            [Entries.Quit(1, "a", 1), Entries.Of(2, "a", 2, EntryKind.Joined, "u")],
            filter: new SubscriptionFilter { Kinds = [EntryKind.Joined] });
        rig.Window.Restore(new WaitingGroup(new GroupKey("openim", "a"), 1, 1, 9, Entries.Noon - s_minute, Entries.Noon, 500, "status 500"));
        rig.Settle(send =>
        {
            (send.Audit.Position, send.Attempt, send.FirstAttemptAt).ShouldBe((2, 1, null));
            return s_minute;
        });
        rig.Save();

        rig.SavedGroups.Values.ShouldHaveSingleItem().ShouldBe(new WaitingGroup(
            new GroupKey("openim", "a"), 2, 2, 1, Entries.Noon, Entries.Noon + s_minute, 500, "status 500"));
    }

    [Fact]
    public void Read_AGroupThatHasMuch_KeepsNoOtherOut()
    {
        var journal = Enumerable.Range(1, 300).Select(n => Entries.Quit(n, "hot", n)).Append(Entries.Quit(301, "other", 1)).ToList();
        var rig = new WindowRig(journal, new DeliveryOptions { MaxEvents = 100, MaxEventsOfGroup = 10 });
        rig.Read();
        var first = rig.Take().ShouldNotBeNull();
        for (var i = 0; i < 6; i++)
        {
            rig.Read();
        }

        rig.Take().ShouldBeOfType<DeliveryWork.Send>().Group.GroupId.ShouldBe("other");
        rig.Window.Held.ShouldBe(11);
        rig.Finish(rig.UnderWay[1]);
        rig.Finish(first);
        rig.Settle();
        rig.ShouldHaveReceivedAll();
        rig.Window.Behind.ShouldBe(0);
    }

    [Fact]
    public void Fetched_WhatIsPassedOverMeanwhile_IsNotSkipped()
    {
        var rig = new WindowRig(
            [Entries.Quit(1, "a", 1), Entries.Of(2, "a", 2, EntryKind.Joined, "u")],
            filter: new SubscriptionFilter { Kinds = [EntryKind.Quit, EntryKind.Kicked] });
        rig.Settle(_ => s_minute);
        rig.Pass(s_minute);
        rig.Finish(rig.Take().ShouldBeOfType<DeliveryWork.Fetch>());
        rig.Journal.Add(Entries.Quit(3, "a", 3));
        var send = rig.Take().ShouldBeOfType<DeliveryWork.Send>();
        rig.Read();
        rig.Finish(send);
        var fetch = rig.Take().ShouldBeOfType<DeliveryWork.Fetch>();
        rig.Journal.Add(Entries.Quit(4, "a", 4));
        rig.Read();
        rig.Finish(fetch);

        rig.Settle();

        rig.ShouldHaveReceivedAll();
    }

    [Fact]
    public void WantsMore_AReceiverThatIsDead_IsNotReadFor()
    {
        var journal = Enumerable.Range(1, 20_000).Select(n => Entries.Quit(n, $"g{n % 5000}", (n / 5000) + 1)).ToList();
        var options = new DeliveryOptions { MaxEvents = 100, MaxWaitingGroups = 50 };
        var rig = new WindowRig(journal, options);

        for (var i = 0; i < 20; i++)
        {
            rig.Settle(_ => s_minute);
            rig.Pass(s_minute);
        }

        rig.Window.WantsMore.ShouldBeFalse();
        rig.Window.ReadPosition.ShouldBeLessThan(300);
        rig.MostHeld.ShouldBeLessThan(200);
        rig.MostBehind.ShouldBeLessThan(200);
        rig.Received.ShouldBeEmpty();
    }

    [Fact]
    public void BringForward_GroupsThatWait_AreDueOneAfterTheOther()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "b", 1), Entries.Quit(3, "c", 1)]);
        rig.Settle(_ => TimeSpan.FromHours(10));

        rig.Window.BringForward(rig.Now, s_minute);
        rig.Settle();
        rig.Received.Count.ShouldBe(1);
        rig.Pass(2 * s_minute);
        rig.Settle();

        rig.ShouldHaveReceivedAll();
    }

    [Fact]
    public void Take_TheTimeGoesBackAfterAGroupWasWoken_WakesItAgain()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "b", 1)]);
        rig.Settle(_ => s_minute);
        rig.Pass(s_minute);
        rig.Take().ShouldBeOfType<DeliveryWork.Fetch>();
        rig.Pass(-s_minute);
        rig.Take().ShouldBeNull();
        rig.Pass(s_minute);

        rig.Take().ShouldBeOfType<DeliveryWork.Fetch>();
    }

    [Fact]
    public void Add_ALetterOfAGroup_WaitsForItsTurn()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1)]);
        rig.Read();
        var send = rig.Take().ShouldBeOfType<DeliveryWork.Send>();
        var letter = new DeadLetter(9, "id", new GroupKey("openim", "a"), 9, EntryKind.Quit, rig.Now, 0, rig.Now, null, null);
        rig.Window.Add(letter);
        rig.Take().ShouldBeNull();

        rig.Finish(send, failFor: s_minute);
        var redeliver = rig.Take().ShouldBeOfType<DeliveryWork.Redeliver>();
        redeliver.Letter.ShouldBe(letter);
        rig.Window.Settled(redeliver);
        rig.Window.Take(rig.Now).ShouldBeNull();
    }

    [Fact]
    public void Return_WhatCouldNotBeSaved_IsSavedWithWhatCameSince()
    {
        var rig = new WindowRig([Entries.Quit(1, "a", 1), Entries.Quit(2, "b", 1)]);
        rig.Settle(_ => s_minute);
        var (waiting, cleared) = rig.Window.TakeChanges();
        rig.Pass(s_minute);
        rig.Settle(send => send.Group.GroupId == "a" ? s_minute : null);

        rig.Window.Return(waiting, cleared);
        rig.Save();

        rig.SavedGroups.Values.ShouldHaveSingleItem().Attempts.ShouldBe(2);
    }

    /// <summary>
    /// Whatever the receiver and the process do, in whatever order work ends: everything arrives, in order within each group,
    /// and what is in memory is bounded.
    /// </summary>
    [Fact]
    public void AnyStory_EverythingArrivesInOrder()
    {
        for (var seed = 0; seed < 400; seed++)
        {
            Live(seed);
        }
    }

    private static void Live(int seed)
    {
        var random = new Random(seed);
        var sequences = new Dictionary<string, long>();
        var groups = random.Next(1, 30);
        AuditEntry Next(long position)
        {
            var group = $"g{(random.Next(3) == 0 ? 0 : random.Next(groups))}";
            return Entries.Of(
                position, group, sequences[group] = sequences.GetValueOrDefault(group) + 1, random.Next(4) == 0 ? EntryKind.Joined : EntryKind.Quit, "u");
        }

        var options = new DeliveryOptions
        {
            MaxEvents = random.Next(1, 60),
            MaxEventsOfGroup = random.Next(1, 12),
            MaxWaitingGroups = random.Next(1, 20),
        };
        var rig = new WindowRig(
            [.. Enumerable.Range(1, random.Next(1, 250)).Select(n => Next(n))],
            options,
            random.Next(2) == 0 ? new SubscriptionFilter { Kinds = [EntryKind.Quit] } : null);
        var failures = random.NextDouble() * 0.7;
        for (var step = 0; step < 3000; step++)
        {
            switch (random.Next(20))
            {
                case 0:
                    rig.Journal.Add(Next(rig.Journal.Count + 1));
                    break;
                case 1:
                    rig.Save();
                    break;
                case 2 when random.Next(10) == 0:
                    rig.Die();
                    break;
                case 3:
                    rig.Pass(TimeSpan.FromSeconds(random.Next(40)));
                    break;
                case 4 when random.Next(3) == 0:
                    rig.Window.Probe(rig.Now);
                    break;
                case 4 when random.Next(10) == 0:
                    rig.Window.BringForward(rig.Now, TimeSpan.FromSeconds(1));
                    break;
                case < 8:
                    rig.Read(random.Next(1, 40));
                    break;
                case < 14 when rig.UnderWay.Count < 8:
                    rig.Take();
                    break;
                default:
                    if (rig.UnderWay is { Count: > 0 } underWay)
                    {
                        rig.Finish(underWay[random.Next(underWay.Count)], random.NextDouble() < failures ? TimeSpan.FromSeconds(random.Next(100)) : null);
                    }

                    break;
            }

            rig.SavedCursor.ShouldBeLessThanOrEqualTo(rig.Journal.Count);
        }

        foreach (var work in rig.UnderWay)
        {
            rig.Finish(work);
        }

        for (var i = 0; i < 300 && (rig.Window.Cursor < rig.Journal.Count || rig.Window.Behind > 0); i++)
        {
            rig.Pass(TimeSpan.FromSeconds(100));
            rig.Settle();
        }

        rig.Save();
        rig.SavedCursor.ShouldBe(rig.Journal.Count, $"seed {seed}");
        rig.SavedGroups.ShouldBeEmpty($"seed {seed}");
        rig.Window.Held.ShouldBe(0, $"seed {seed}");
        rig.MostHeld.ShouldBeLessThan(options.MaxEvents + 40 + (9 * options.MaxEventsOfGroup) + groups, $"seed {seed}");
        rig.ShouldHaveReceivedAll();
    }
}
