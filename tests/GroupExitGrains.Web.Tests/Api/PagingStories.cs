using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class PagingStories
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    [InlineData(1000)]
    public async Task AHistoryThatGrowsMeanwhile_IsNeitherRepeatedNorSkipped(int limit)
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", [.. Enumerable.Range(0, 20).Select(i => $"u{i}")]));
        var added = 0;
        Task Grow() => host.TellAsync(new Told(ChangeKind.Quit, "G001", $"late{added++}"));

        foreach (var path in new[] { "sources/openim/groups/G001/audit", "audit", "audit?source=openim&group=G001" })
        {
            var separator = path.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var before = 20 + added;
            (await Paging.AllAsync(host, $"/api/v1/{path}{separator}limit={limit}", "sequence", Grow))
                .ShouldBe(Enumerable.Range(1, before).Reverse().Select(i => $"{i}"));

            // Oldest first it sees the end move away, but catches up once nothing is added any more.
            var stop = added + 8;
            var all = await Paging.AllAsync(
                host, $"/api/v1/{path}{separator}limit={limit}&order=asc", "sequence",
                () => added < stop ? Grow() : Task.CompletedTask);
            all.ShouldBe(Enumerable.Range(1, all.Count).Select(i => $"{i}"));
            all.Count.ShouldBeGreaterThanOrEqualTo(before);
        }
    }

    [Fact]
    public async Task MembersAndGroups_ComeEachOnce()
    {
        await using var host = await ApiHost.StartAsync();
        var ids = Enumerable.Range(0, 7).Select(i => $"用户 {i}/%").ToArray();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", ids));
        foreach (var id in ids)
        {
            await host.TellAsync(new Told(ChangeKind.Joined, id, "u"));
        }

        (await Paging.AllAsync(host, "/api/v1/sources/openim/groups/G001/members?limit=2", "userId")).ShouldBe(ids);
        (await Paging.AllAsync(host, "/api/v1/groups?limit=3&prefix=%E7%94%A8", "groupId")).ShouldBe(ids);
        (await Paging.AllAsync(host, "/api/v1/sources?limit=1", "name")).ShouldBe(["openim", "tencent"]);
        (await Paging.AllAsync(host, "/api/v1/sources/openim/users/u/audit?limit=3", "groupId")).ShouldBe(ids.Reverse());
    }

    [Fact]
    public async Task APageThatIsJustFull_HasNoNext()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b"));

        (await host.GetAsync("/api/v1/audit?limit=2")).Next.ShouldBeNull();
        (await host.GetAsync("/api/v1/sources/openim/groups/G001/members?limit=2")).Next.ShouldBeNull();
    }

    [Fact]
    public async Task FiftyItems_ComeByDefault()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", [.. Enumerable.Range(0, 51).Select(i => $"u{i}")]));

        (await host.GetAsync("/api/v1/audit")).Items.Count.ShouldBe(50);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("1001")]
    [InlineData("-1")]
    [InlineData("ten")]
    [InlineData("1.5")]
    [InlineData("99999999999999999999")]
    public async Task Limit_OutOfRange_IsRefused(string limit)
    {
        await using var host = await ApiHost.StartAsync();

        foreach (var path in new[] { "groups", "audit", "rejections", "sources/openim/groups/g/members", "sources/openim/groups/g/audit" })
        {
            var answer = await host.GetAsync($"/api/v1/{path}?limit={limit}");
            answer.Status.ShouldBe(400);
            answer.Problem.ShouldBe("invalid-parameter");
            answer.Detail.ShouldStartWith("limit");
        }
    }

    [Fact]
    public async Task Cursor_OfAnotherListOrOrderOrDamaged_IsRefused()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b"));
        await host.TellAsync(new Told(ChangeKind.Joined, "G002", "a", "b"));
        var cursor = (await host.GetAsync("/api/v1/sources/openim/groups/G001/audit?limit=1")).Next!;

        string[] refused =
        [
            $"sources/openim/groups/G002/audit?cursor={cursor}",
            $"sources/openim/groups/G001/members?cursor={cursor}",
            $"sources/openim/groups/G001/audit?order=asc&cursor={cursor}",
            $"sources/openim/users/a/audit?cursor={cursor}",
            $"audit?cursor={cursor}",
            $"groups?cursor={cursor}",
            $"rejections?cursor={cursor}",
            $"sources/openim/groups/G001/audit?cursor={cursor}A",
            $"sources/openim/groups/G001/audit?cursor={cursor[..^1]}",
            "sources/openim/groups/G001/audit?cursor=AAAAAAAA",
            "sources/openim/groups/G001/audit?cursor=A",
            "sources/openim/groups/G001/audit?cursor=%00%FF!",
            "sources/openim/groups/G001/audit?cursor=7",
        ];
        foreach (var path in refused)
        {
            var answer = await host.GetAsync($"/api/v1/{path}");
            answer.Status.ShouldBe(400, path);
            answer.Problem.ShouldBe("invalid-cursor", path);
        }

        for (var i = 0; i < cursor.Length; i++)
        {
            var damaged = $"{cursor[..i]}{(cursor[i] == 'A' ? 'B' : 'A')}{cursor[(i + 1)..]}";
            (await host.GetAsync($"/api/v1/sources/openim/groups/G001/audit?cursor={damaged}")).Status.ShouldBe(400, damaged);
        }
    }

    [Fact]
    public async Task Cursor_AloneKeepsItsOrder()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b", "c"));
        var cursor = (await host.GetAsync("/api/v1/audit?limit=1&order=asc")).Next!;

        (await host.GetAsync($"/api/v1/audit?cursor={cursor}")).Each("position").ShouldBe(["2", "3"]);
        (await host.GetAsync("/api/v1/audit?cursor=")).Each("position").ShouldBe(["3", "2", "1"]);
    }
}
