using System.Text;
using FsCheck;
using FsCheck.Fluent;

namespace GroupExitGrains.Membership.Tests.State;

/// <summary>Held against a dictionary and a list, which do the same at a greater cost.</summary>
public sealed class UserTableTests
{
    private static readonly string[] s_ids =
        ["a", "b", "ann", "Ann", "é", "e\u0301", "群", "😀", "\uE000", new string('x', 256), new string('群', 85), .. Numbered(30)];

    [Fact]
    public void Table_WhateverHappens_HoldsWhatADictionaryWould() =>
        Prop.ForAll(Arb.From(Step.ListOf()), steps =>
        {
            var (table, users, leavers) = (new UserTable(), new Dictionary<string, UserState>(StringComparer.Ordinal), new List<(string Id, long Clock)>());
            foreach (var (id, user, clock) in steps)
            {
                if (id is { } known)
                {
                    table.Set(known, user, clock);
                    users[known] = user;
                    leavers.RemoveAll(leaver => leaver.Id == known);
                    if (!user.IsMember)
                    {
                        leavers.Add((known, clock));
                    }
                }
                else if (clock % 5 == 0)
                {
                    table.EnsureCapacity((int)clock / 10);
                }
                else if (table.TryPeekOldestLeaver(out var oldest))
                {
                    oldest.ShouldBe(leavers[0].Clock);
                    var removed = table.RemoveOldestLeaver();
                    (removed.UserId, removed.State).ShouldBe((leavers[0].Id, users[leavers[0].Id]));
                    users.Remove(removed.UserId);
                    leavers.RemoveAt(0);
                }
                else
                {
                    leavers.ShouldBeEmpty();
                }

                (table.Count, table.LeaverCount).ShouldBe((users.Count, leavers.Count));
            }

            ShouldHold(table, users, leavers);
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(300).WithQuietOnSuccess(true));

    [Fact]
    public void Table_OfVeryMany_FindsEachAndGivesItsPlacesAgain()
    {
        var table = new UserTable();
        foreach (var id in Numbered(20_000))
        {
            table.Set(id, UserState.Unheard, 1);
        }

        for (var i = 0; i < 15_000; i++)
        {
            table.RemoveOldestLeaver();
        }

        foreach (var id in Numbered(10_000))
        {
            table.Set(id, UserState.Unheard with { IsMember = true, Since = 5 }, 2);
        }

        table.Count.ShouldBe(15_000);
        table.Members().Select(row => row.UserId).ToHashSet(StringComparer.Ordinal).SetEquals(Numbered(10_000)).ShouldBeTrue();
        table.Leavers().Select(leaver => leaver.User.UserId).ShouldBe(Numbered(20_000).Skip(15_000));
        table.Rows().DistinctBy(row => row.UserId, StringComparer.Ordinal).Count().ShouldBe(15_000);
        Numbered(20_000).Count(id => table.TryGet(id, out _)).ShouldBe(15_000);
    }

    [Fact]
    public void Table_OfVeryManyThatFewAreLeftOf_KeepsThoseInFewPlaces()
    {
        var table = new UserTable();
        foreach (var (id, number) in Numbered(20_000).Select((id, number) => (id, number)))
        {
            table.Set(id, UserState.Unheard with { IsMember = number % 1000 == 7, Since = number }, number);
        }

        for (var i = 0; i < 19_900; i++)
        {
            table.RemoveOldestLeaver();
        }

        var expected = Numbered(20_000).Where((_, number) => number % 1000 == 7).ToList();
        table.Members().Select(row => (row.UserId, row.State.Since)).ShouldBe(expected.Select(id => (id, long.Parse(id.AsSpan(5)))));
        table.Leavers().Select(leaver => (leaver.User.UserId, leaver.Clock)).ShouldBe(
            Numbered(20_000).Except(expected).TakeLast(80).Select(id => (id, long.Parse(id.AsSpan(5)))));
        table.Rows().ShouldAllBe(row => table.Find(row.UserId) == row.Place && row.Place < 1024);
    }

    [Fact]
    public void Id_ThatNobodyCanHave_IsDamage() =>
        Should.Throw<JournalDamagedException>(() => new UserTable().Set(new string('x', 70_000), UserState.Unheard, 1));

    [Fact]
    public void Row_StaysAsItIs_WhateverBecomesOfTheTable()
    {
        var table = new UserTable();
        table.Set("ann", UserState.Unheard, 1);
        var ann = table.RemoveOldestLeaver();
        foreach (var id in Numbered(1000))
        {
            table.Set(id, UserState.Unheard, 2);
        }

        ann.UserId.ShouldBe("ann");
    }

    [Fact]
    public void Roles_GivenByPlace_AreAnswered()
    {
        var table = new UserTable();
        table.Set("ann", UserState.Unheard with { IsMember = true, Since = 3 }, 1);
        table.Set("bob", UserState.Unheard, 1);

        table.GiveRole(table.Find("ann"), GroupRole.Owner, 7);

        table.TryGet("ann", out var ann).ShouldBeTrue();
        (ann.Role, ann.RoleTime, ann.Since).ShouldBe((GroupRole.Owner, 7, 3));
        table.TryGet("bob", out var bob).ShouldBeTrue();
        bob.ShouldBe(UserState.Unheard);
        table.Find("cid").ShouldBe(-1);
    }

    private static IEnumerable<string> Numbered(int count) => Enumerable.Range(0, count).Select(number => $"user-{number}");

    // No id: the oldest leaver is removed, or room is made.
    private static Gen<(string? Id, UserState User, long Clock)> Step { get; } =
        from id in Gen.Frequency((5, Gen.Elements(s_ids).Select(string? (id) => id)), (1, Gen.Constant<string?>(null)))
        from isMember in Gen.Elements(true, false)
        from number in Gen.Choose(0, 1000)
        from changed in Gen.Elements(true, false)
        select (id, new UserState
        {
            MembershipTime = number - 500,
            RoleTime = number % 7 == 0 ? UserState.Never : number,
            Since = isMember ? number * 3L : UserState.Never,
            Role = (GroupRole)(number % 4),
            IsMember = isMember,
            Dismissed = number % 3 == 0,
            Last = changed
                ? new LastChange(
                    CallbackId.New(Tell.Time(number)), new(((UInt128)number << 100) + (ulong)number), number, (DuplicateWindow)(1 + (number % 3)))
                : null,
        }, (long)number);

    private static void ShouldHold(
        UserTable table, Dictionary<string, UserState> users, List<(string Id, long Clock)> leavers)
    {
        foreach (var id in s_ids)
        {
            var isThere = table.TryGet(id, out var user);
            isThere.ShouldBe(users.TryGetValue(id, out var expected));
            user.ShouldBe(isThere ? expected : UserState.Unheard);
            (table.Find(id) >= 0).ShouldBe(isThere);
        }

        table.Rows().ToDictionary(row => Encoding.UTF8.GetString(row.Id.Span), row => row.State).ShouldBe(users, ignoreOrder: true);
        table.Members().Select(row => row.UserId).ShouldBe(
            users.Where(user => user.Value.IsMember).Select(user => user.Key), ignoreOrder: true);
        table.Leavers().Select(leaver => (leaver.User.UserId, leaver.Clock)).ShouldBe(leavers);
    }
}
