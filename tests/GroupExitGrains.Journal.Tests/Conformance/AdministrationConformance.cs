using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Keys to the admin API, and the chain of what was changed through it.</summary>
public abstract class AdministrationConformance : ConformanceTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, 123, TimeSpan.Zero);

    private IAdministration Administration => Storage.Administration;

    [Fact]
    public async Task ActAsync_AfterARestart_ContinuesTheChain()
    {
        var first = await Administration.ActAsync(Action("members-imported", "openim/群\0"), Cancellation);
        await ReopenAsync();
        var second = await Administration.ActAsync(Action("rejections-replayed", null), Cancellation);

        first.Sequence.ShouldBe(1);
        first.PreviousHash.ShouldBe(EntryHash.Zero);
        second.Sequence.ShouldBe(2);
        second.PreviousHash.ShouldBe(first.Hash);
        second.Hash.ShouldBe(AdminChain.Hash(first.Hash, 2, AdminActionCodec.Encode(second.Draft)));
        (await Administration.ActionsAsync(null, 10, Cancellation)).Items.ShouldBe([second, first]);
        (await Administration.VerifyAsync(Cancellation)).ShouldBe(new Verification(true, 2, second.Hash));
    }

    [Fact]
    public async Task ActionsAsync_PageByPage_IsNewestFirst()
    {
        for (var i = 0; i < 7; i++)
        {
            await Administration.ActAsync(Action("members-imported", $"{i}"), Cancellation);
        }

        var listed = new List<string?>();
        long? before = null;
        do
        {
            var page = await Administration.ActionsAsync(before, 3, Cancellation);
            listed.AddRange(page.Items.Select(action => action.Draft.Target));
            before = page.Next is null ? null : long.Parse(page.Next, CultureInfo.InvariantCulture);
        }
        while (before is not null);

        listed.ShouldBe(["6", "5", "4", "3", "2", "1", "0"]);
    }

    [Fact]
    public async Task ActAsync_TwoProcessesAtOnce_IsOneChain()
    {
        await using var other = await Store.OpenAsync();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i =>
            (i % 2 == 0 ? Administration : other.Administration).ActAsync(Action("members-imported", $"{i}"), Cancellation)));

        var verified = await Administration.VerifyAsync(Cancellation);
        verified.Valid.ShouldBeTrue(verified.Reason);
        verified.Entries.ShouldBe(40);
    }

    [Fact]
    public async Task AddKeyAsync_AfterARestart_BringsItBackWhole()
    {
        var (one, two) = (Key(1), Key(2) with { Sources = [], ExpiresAt = null });
        await AddAsync(one);
        await AddAsync(two);

        await ReopenAsync();

        var keys = await Administration.KeysAsync(Cancellation);
        keys.Select(key => key with { Sources = [] }).ShouldBe([one with { Sources = [] }, two]);
        keys[0].Sources.ShouldBe(["openim", "tencent"]);
        keys[1].Sources.ShouldBeEmpty();
        (await Administration.VerifyAsync(Cancellation)).Valid.ShouldBeTrue();
    }

    [Fact]
    public async Task AddKeyAsync_DigestKnown_AddsNeitherKeyNorAction()
    {
        await AddAsync(Key(1));

        await Should.ThrowAsync<JournalUnavailableException>(() => AddAsync(Key(2) with { Digest = Key(1).Digest }));

        (await Administration.KeysAsync(Cancellation)).Count.ShouldBe(1);
        (await Administration.ActionsAsync(null, 10, Cancellation)).Items.Count.ShouldBe(1);
    }

    [Fact]
    public async Task RevokeKeyAsync_OnceForGood_AndAgainIsNothing()
    {
        await AddAsync(Key(1));

        var outcomes = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => RevokeAsync(Key(1).Id)));

        outcomes.Count(revoked => revoked).ShouldBe(1);
        (await RevokeAsync("unknown")).ShouldBeFalse();
        (await RevokeAsync("un\0known")).ShouldBeFalse();
        (await Administration.KeysAsync(Cancellation)).ShouldHaveSingleItem().RevokedAt.ShouldBe(Noon);
        (await Administration.ActionsAsync(null, 10, Cancellation)).Items.Select(action => action.Draft.What)
            .ShouldBe(["key-revoked", "key-created"]);
        (await Administration.VerifyAsync(Cancellation)).Valid.ShouldBeTrue();
    }

    [Theory]
    [InlineData("UPDATE admin_actions SET action = (SELECT action FROM admin_actions WHERE sequence = 1) WHERE sequence = 2", 2, "the hash is not that of the action")]
    [InlineData("DELETE FROM admin_actions WHERE sequence = 2", 2, "action 2 is missing")]
    [InlineData("DELETE FROM admin_actions WHERE sequence = 3", 3, "the head row is not the last action")]
    [InlineData("UPDATE admin_action_head SET sequence = 2", 2, "the head row is not the last action")]
    [InlineData("UPDATE admin_keys SET role = 'admin'", 3, "the key 0001 is not as it was made")]
    [InlineData("UPDATE admin_keys SET expires_at = NULL", 3, "the key 0001 is not as it was made")]
    [InlineData("UPDATE admin_keys SET id = '0002'", 3, "no action made the key 0002")]
    [InlineData("UPDATE admin_keys SET revoked_at = 5", 3, "the key 0001 is revoked, though no action did so")]
    public async Task VerifyAsync_SomebodyEditedRows_SaysWhereAndWhat(string sql, long sequence, string reason)
    {
        await AddAsync(Key(1));
        await Administration.ActAsync(Action("members-imported", "openim/G"), Cancellation);
        await Administration.ActAsync(Action("members-imported", "openim/H"), Cancellation);

        await Store.RunAsync(sql);

        var verification = await Administration.VerifyAsync(Cancellation);
        verification.Valid.ShouldBeFalse();
        verification.FirstBrokenSequence.ShouldBe(sequence);
        verification.Reason.ShouldBe(reason);
    }

    [Fact]
    public async Task VerifyAsync_ARevokedKeyMadeLiveAgain_IsFoundOut()
    {
        await AddAsync(Key(1));
        await RevokeAsync(Key(1).Id);

        await Store.RunAsync("UPDATE admin_keys SET revoked_at = NULL");

        (await Administration.VerifyAsync(Cancellation)).Reason.ShouldBe("the key 0001 is live, though an action revoked it");
    }

    private Task AddAsync(StoredKey key) =>
        Administration.AddKeyAsync(key, Action("key-created", AdminActions.TargetOfKey(key.Id)) with { Details = AdminChainWalk.DetailsOf(key) }, Cancellation);

    private Task<bool> RevokeAsync(string id) => Administration.RevokeKeyAsync(id, Action("key-revoked", AdminActions.TargetOfKey(id)), Cancellation);

    private static AdminActionDraft Action(string what, string? target) => new()
    {
        Id = CallbackId.New(Noon),
        At = Noon,
        Actor = new AdminActor("ada", AdminDoor.Api, "0000", "10.0.0.7"),
        What = what,
        Outcome = "done",
        Target = target,
        Details = """{"members":3}""",
    };

    private static StoredKey Key(int number) => new(
        $"{number:D4}",
        "ada's",
        "reader",
        ["openim", "tencent"],
        Noon,
        "ada",
        Noon.AddDays(90),
        null,
        EntryChain.Digest([(byte)number]));
}
