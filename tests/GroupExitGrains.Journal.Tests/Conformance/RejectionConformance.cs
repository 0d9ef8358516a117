using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>The bounded store of what was refused.</summary>
public abstract class RejectionConformance : ConformanceTest
{
    private static readonly DateTimeOffset Noon = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private IRejections Rejections => Storage.Rejections;

    [Fact]
    public async Task FindAsync_AfterARestart_BringsItBackWhole()
    {
        var rejection = Rejection(1) with { Command = null, RemoteIp = null };
        await Rejections.AddAsync(rejection, Cancellation);
        var other = Rejection(2, body: [0, 255, 34]);
        await Rejections.AddAsync(other, Cancellation);

        await ReopenAsync();

        await ShouldBeFoundAsync(rejection);
        await ShouldBeFoundAsync(other);
        (await Rejections.FindAsync(Rejection(3).Id, Cancellation)).ShouldBeNull();
    }

    [Fact]
    public async Task AddAsync_SameIdAgain_KeepsTheFirst()
    {
        var rejection = Rejection(1);
        await Rejections.AddAsync(rejection, Cancellation);
        await Rejections.AddAsync(rejection with { Detail = "other" }, Cancellation);

        await ShouldBeFoundAsync(rejection);
        (await Rejections.CountsAsync(Cancellation)).ShouldHaveSingleItem().Count.ShouldBe(1);
    }

    [Fact]
    public async Task ListAsync_PageByPage_IsNewestFirstAndWithoutBodies()
    {
        var all = await AddAsync(11);

        var listed = await PagesAsync(null, null, 4);

        listed.Select(rejection => rejection.Id).ShouldBe(all.Select(rejection => rejection.Id).Reverse());
        listed.ShouldAllBe(rejection => rejection.Request.Body.IsEmpty);
        listed[0].Detail.ShouldBe(all[^1].Detail);
        listed[0].Request.Headers.ShouldBe(all[^1].Request.Headers);
    }

    [Fact]
    public async Task ListAsync_SourceAndCause_Filter()
    {
        var all = await AddAsync(20);

        (await PagesAsync("tencent", null, 2)).Select(rejection => rejection.Id).ShouldBe(
            all.Where(rejection => rejection.Source == "tencent").Select(rejection => rejection.Id).Reverse());
        (await PagesAsync("openim", "malformed", 2)).Select(rejection => rejection.Id).ShouldBe(
            all.Where(rejection => rejection is { Source: "openim", Cause: "malformed" })
                .Select(rejection => rejection.Id).Reverse());
        (await PagesAsync(null, "none", 2)).ShouldBeEmpty();
    }

    [Fact]
    public async Task ListAsync_BehindOneThatMadeRoom_GoesOn()
    {
        var all = await AddAsync(5);

        var between = new RejectionQuery { After = CallbackId.New(Noon.AddSeconds(2.5)) };
        var page = await Rejections.ListAsync(between, Cancellation);
        var onwards = await Rejections.ListAsync(between with { Ascending = true }, Cancellation);

        page.Items.Select(rejection => rejection.Id).ShouldBe([all[2].Id, all[1].Id, all[0].Id]);
        onwards.Items.Select(rejection => rejection.Id).ShouldBe([all[3].Id, all[4].Id]);
    }

    [Fact]
    public async Task ListAsync_Times_AreOfReceiptFromInclusiveToExclusive()
    {
        var all = await AddAsync(8);

        var page = await Rejections.ListAsync(
            new() { From = Noon.AddSeconds(2), To = Noon.AddSeconds(5), Ascending = true }, Cancellation);

        page.Items.Select(rejection => rejection.Id).ShouldBe([all[2].Id, all[3].Id, all[4].Id]);
        page.Next.ShouldBeNull();
    }

    [Fact]
    public async Task ListAsync_SeveralSources_AdmitsEachOfThemAndNoOther()
    {
        var all = await AddAsync(6);

        (await Rejections.ListAsync(new() { Sources = ["openim", "tencent"] }, Cancellation)).Items.Count.ShouldBe(all.Count);
        (await Rejections.ListAsync(new() { Sources = ["tencent", "other"] }, Cancellation)).Items
            .ShouldAllBe(rejection => rejection.Source == "tencent");
        (await Rejections.ListAsync(new() { Sources = [] }, Cancellation)).Items.ShouldBeEmpty();
        (await Rejections.ListAsync(new() { Sources = ["a\"],[\"b"] }, Cancellation)).Items.ShouldBeEmpty();
    }

    [Fact]
    public async Task NoteReplayAsync_AfterARestart_IsShownInPlaceOfTheOneBefore()
    {
        var all = await AddAsync(2);
        var last = new RejectionReplay(Noon.AddHours(2), "otto", "recorded", null);
        await Rejections.NoteReplayAsync(all[0].Id, new(Noon.AddHours(1), "rita", "refused", "missing-field"), Cancellation);
        (await Rejections.FindAsync(all[0].Id, Cancellation))!.Replay.ShouldBe(new(Noon.AddHours(1), "rita", "refused", "missing-field"));
        await Rejections.NoteReplayAsync(all[0].Id, last, Cancellation);
        await Rejections.NoteReplayAsync(Rejection(99).Id, last, Cancellation);

        await ReopenAsync();

        (await PagesAsync(null, null, 10)).Select(rejection => rejection.Replay).ShouldBe([null, last]);
        (await Rejections.FindAsync(all[0].Id, Cancellation))!.Replay.ShouldBe(last);
        (await Rejections.FindAsync(all[1].Id, Cancellation))!.Replay.ShouldBeNull();
    }

    [Fact]
    public async Task DropAsync_LetsGoOfTheOlderOnes_AndTheirRoomIsFree()
    {
        await using var bounded = await Store.OpenAsync(new() { MaxCount = 6 });
        var all = await AddAsync(6, bounded.Rejections);
        await bounded.Rejections.NoteReplayAsync(all[0].Id, new(Noon, "otto", "recorded", null), Cancellation);

        (await bounded.Rejections.DropAsync(Noon.AddSeconds(4), Cancellation)).ShouldBe(4);
        (await bounded.Rejections.DropAsync(Noon.AddSeconds(4), Cancellation)).ShouldBe(0);

        (await PagesAsync(null, null, 10)).Select(rejection => rejection.Id).ShouldBe([all[5].Id, all[4].Id]);
        var later = Enumerable.Range(10, 4).Select(number => Rejection(number)).ToList();
        foreach (var rejection in later)
        {
            await bounded.Rejections.AddAsync(rejection, Cancellation);
        }

        (await PagesAsync(null, null, 10)).Count.ShouldBe(6);
        (await PagesAsync(null, null, 10)).ShouldAllBe(rejection => rejection.Replay == null);
    }

    [Fact]
    public async Task CountsAsync_PerSourceAndCause()
    {
        await AddAsync(20);

        var counts = await Rejections.CountsAsync(Cancellation);

        counts.Sum(count => count.Count).ShouldBe(20);
        counts.Single(count => count is { Source: "tencent", Cause: "malformed" })
            .ShouldBe(new("tencent", "malformed", 3, Noon.AddSeconds(15)));
    }

    [Fact]
    public async Task AddAsync_BeyondTheCount_OldestMakeRoom()
    {
        await using var bounded = await Store.OpenAsync(new() { MaxCount = 5 });
        var all = await AddAsync(12, bounded.Rejections);

        var page = await bounded.Rejections.ListAsync(new() { Limit = 100 }, Cancellation);

        page.Items.Select(rejection => rejection.Id).ShouldBe(all.TakeLast(5).Reverse().Select(rejection => rejection.Id));
        (await bounded.Rejections.FindAsync(all[0].Id, Cancellation)).ShouldBeNull();
        (await bounded.Rejections.CountsAsync(Cancellation)).Sum(count => count.Count).ShouldBe(5);
    }

    [Fact]
    public async Task AddAsync_BeyondTheBytes_OldestMakeRoom()
    {
        await using var bounded = await Store.OpenAsync(new() { MaxBytes = 100_000 });
        for (var i = 0; i < 10; i++)
        {
            await bounded.Rejections.AddAsync(Rejection(i, body: new byte[30_000]), Cancellation);
        }

        (await bounded.Rejections.CountsAsync(Cancellation)).Sum(count => count.Count).ShouldBe(3);
        await bounded.Rejections.AddAsync(Rejection(10, body: new byte[99_000]), Cancellation);
        (await bounded.Rejections.CountsAsync(Cancellation)).Sum(count => count.Count).ShouldBe(1);
    }

    [Fact]
    public async Task AddAsync_LowerBoundAfterARestart_IsKeptFromThenOn()
    {
        await AddAsync(12);
        await using var bounded = await Store.OpenAsync(new() { MaxCount = 3 });

        await bounded.Rejections.AddAsync(Rejection(100), Cancellation);

        (await bounded.Rejections.CountsAsync(Cancellation)).Sum(count => count.Count).ShouldBe(3);
    }

    private async Task<List<Rejection>> AddAsync(int count, IRejections? rejections = null)
    {
        var all = Enumerable.Range(0, count).Select(number => Rejection(number)).ToList();
        foreach (var rejection in all)
        {
            await (rejections ?? Rejections).AddAsync(rejection, Cancellation);
        }

        return all;
    }

    private async Task<List<Rejection>> PagesAsync(string? source, string? cause, int limit)
    {
        var listed = new List<Rejection>();
        while (true)
        {
            CallbackId? before = listed.Count == 0 ? null : listed[^1].Id;
            var page = await Rejections.ListAsync(
                new() { Sources = source is null ? null : [source], Cause = cause, After = before, Limit = limit }, Cancellation);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            listed.AddRange(page.Items);
            if (page.Next is null)
            {
                return listed;
            }
        }
    }

    private async Task ShouldBeFoundAsync(Rejection rejection)
    {
        var found = (await Rejections.FindAsync(rejection.Id, Cancellation)).ShouldNotBeNull();
        found.Request.Body.ToArray().ShouldBe(rejection.Request.Body.ToArray());
        found.Request.Headers.ShouldBe(rejection.Request.Headers);
        (found with { Request = rejection.Request }).ShouldBe(rejection);
    }

    private static Rejection Rejection(int number, byte[]? body = null)
    {
        var receivedAt = Noon.AddSeconds(number);
        return new(
            CallbackId.New(receivedAt),
            number % 3 == 0 ? "tencent" : "openim",
            receivedAt,
            number % 5 < 2 ? "malformed" : "wrong-signature",
            $"field {number} is wrong",
            "callbackAfterQuitGroupCommand",
            "10.0.0.1",
            new("a=b", [new("content-type", "application/json")], body ?? "{}"u8.ToArray()));
    }
}
