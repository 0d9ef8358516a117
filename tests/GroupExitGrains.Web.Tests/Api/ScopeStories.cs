using System.Globalization;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>A key that is limited to sources sees these and nothing else.</summary>
public sealed class ScopeStories
{
    [Fact]
    public async Task Lists_ShowWhatIsOfTheKeysSources()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Kicked, "mine", "u") { Source = "openim" });
        await host.TellAsync(new Told(ChangeKind.Kicked, "theirs", "u") { Source = "tencent" });

        (await host.GetAsync("/api/v1/sources", ApiHost.LimitedKey)).Each("name").ShouldBe(["openim"]);
        (await host.GetAsync("/api/v1/groups", ApiHost.LimitedKey)).Each("groupId").ShouldBe(["mine"]);
        (await host.GetAsync("/api/v1/audit", ApiHost.LimitedKey)).Each("groupId").ShouldBe(["mine"]);
        (await host.GetAsync("/api/v1/audit?after=0", ApiHost.LimitedKey)).Each("groupId").ShouldBe(["mine"]);
    }

    [Theory]
    [InlineData("/api/v1/sources/tencent/groups/theirs")]
    [InlineData("/api/v1/sources/nothing/groups/theirs")]
    [InlineData("/api/v1/sources/%74encent/groups/theirs")]
    [InlineData("/api/v1/sources/tencent/users/u/audit")]
    [InlineData("/api/v1/groups?source=tencent")]
    [InlineData("/api/v1/audit?source=tencent")]
    [InlineData("/api/v1/audit?source=tencent&group=theirs")]
    [InlineData("/api/v1/rejections?source=tencent")]
    public async Task WhatIsOfAnotherSource_Is403(string path)
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Kicked, "theirs", "u") { Source = "tencent" });

        (await host.GetAsync(path, ApiHost.LimitedKey)).Problem.ShouldBe("source-out-of-scope");
    }

    [Fact]
    public async Task ACallbackOfAnotherSource_Is403()
    {
        await using var host = await ApiHost.StartAsync();
        var theirs = await host.TellAsync(new Told(ChangeKind.Kicked, "theirs", "u") { Source = "tencent" });
        var mine = await host.TellAsync(new Told(ChangeKind.Kicked, "mine", "u"));

        (await host.GetAsync($"/api/v1/callbacks/{theirs.CallbackId}", ApiHost.LimitedKey)).Problem.ShouldBe("source-out-of-scope");
        (await host.GetAsync($"/api/v1/callbacks/{mine.CallbackId}", ApiHost.LimitedKey)).Status.ShouldBe(200);
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(1000, true)]
    public async Task SeveralSources_ArePagedAsOneList(int limit, bool ascending)
    {
        await using var host = await ApiHost.StartAsync();
        for (var i = 0; i < 20; i++)
        {
            await host.TellAsync(new Told(ChangeKind.Kicked, $"G{i % 7}", $"u{i}") { Source = $"s{i % 4}" });
        }

        var scope = new SourceScope(["s3", "s1", "s0"]);
        var history = host.Journal;
        var all = await history.PageAsync(new AuditQuery { Ascending = ascending, Limit = 100 }, TestContext.Current.CancellationToken);
        var expected = all.Items.Where(entry => entry.Facts.Group.Source != "s2").Select(entry => entry.Position).ToList();
        expected.Count.ShouldBe(15);

        var listed = new List<long>();
        var query = new AuditQuery { Ascending = ascending, Limit = limit };
        while (true)
        {
            var page = await history.PageAsync(query, scope, TestContext.Current.CancellationToken);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            listed.AddRange(page.Items.Select(entry => entry.Position));
            if (page.Next is null)
            {
                break;
            }

            query = query with { After = long.Parse(page.Next, CultureInfo.InvariantCulture) };
        }

        listed.ShouldBe(expected);
        (await GroupsAsync(history, scope, limit)).ShouldBe((await GroupsAsync(history, SourceScope.Everything, 1000))
            .Where(group => group.Source != "s2"));
    }

    [Theory]
    [InlineData(1, true)]
    [InlineData(1, false)]
    [InlineData(3, true)]
    [InlineData(3, false)]
    [InlineData(1000, true)]
    [InlineData(1000, false)]
    public async Task SeveralSources_GrowWhileTheyAreReadOneAfterTheOther_NothingIsPassedOver(int limit, bool ascending)
    {
        await using var host = await ApiHost.StartAsync();
        var told = 0;
        async Task TellBothAsync()
        {
            await host.TellAsync(new Told(ChangeKind.Kicked, "G", $"u{++told}") { Source = "s0" });
            await host.TellAsync(new Told(ChangeKind.Kicked, "G", $"u{++told}") { Source = "s1" });
        }

        await TellBothAsync();
        await TellBothAsync();

        // s0 is read before s1, and both have more by the time that s1 is.
        host.Journal.BeforePage = query => query.Source == "s1" && told < 10 ? TellBothAsync() : Task.CompletedTask;
        var scope = new SourceScope(["s0", "s1"]);
        var seen = new List<long>();
        var query = new AuditQuery { Ascending = ascending, Limit = limit };
        while (true)
        {
            var page = await host.Journal.PageAsync(query, scope, TestContext.Current.CancellationToken);
            seen.AddRange(page.Items.Select(entry => entry.Position));
            if (page.Next is { } next)
            {
                query = query with { After = long.Parse(next, CultureInfo.InvariantCulture) };
            }
            else if (!ascending || (page.Items.Count == 0 && told == 10))
            {
                break;
            }
            else if (seen.Count > 0)
            {
                // As one does who follows: what comes next is behind the last that was seen.
                query = query with { After = seen[^1] };
            }
        }

        var (from, count) = ascending ? (1, 10) : ((int)seen[^1], (int)seen[0]);
        from.ShouldBe(1);
        seen.Order().ShouldBe(Enumerable.Range(from, count).Select(position => (long)position));
        seen.ShouldBe(ascending ? seen.Order() : seen.OrderDescending());
    }

    private static async Task<List<GroupKey>> GroupsAsync(TestedJournal history, SourceScope scope, int limit)
    {
        var listed = new List<GroupKey>();
        var query = new GroupQuery { Limit = limit };
        while (true)
        {
            var page = await history.GroupsAsync(query, scope, TestContext.Current.CancellationToken);
            page.Items.Count.ShouldBeLessThanOrEqualTo(limit);
            listed.AddRange(page.Items.Select(group => group.Group));
            if (page.Next is null)
            {
                return listed;
            }

            query = query with { After = listed[^1] };
        }
    }
}
