using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Api;

public sealed class AuditStories
{
    private const string Audit = "/api/v1/sources/openim/groups/G001/audit";

    [Fact]
    public async Task AKick_HasExactlyTheseFields()
    {
        await using var host = await ApiHost.StartAsync();
        var receipt = await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "user123")
        {
            OperationId = "1646445464564",
            Reason = "Violation of group rules",
        });

        var answer = await host.GetAsync(Audit);

        var hash = answer.Items.ShouldHaveSingleItem().GetProperty("hash").GetString();
        answer.ShouldBeJson($$"""
            {"items":[{"position":1,"source":"openim","groupId":"G001","sequence":1,"kind":"kicked","userId":"user123",
             "operatorBasis":"unknown","reason":"Violation of group rules","effect":"applied",
             "receivedAt":"2026-11-22T13:00:00.124Z","callbackId":"{{receipt.CallbackId}}",
             "command":"callbackAfterKickGroupCommand","operationId":"1646445464564",
             "previousHash":"{{EntryHash.Zero}}","hash":"{{hash}}"}]}
            """);
    }

    [Fact]
    public async Task AnExitOfTencent_SaysWhoAndWhenAndFromWhere()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "@TGS#1", "jared") { Source = "tencent" });
        await host.TellAsync(new Told(ChangeKind.Kicked, "@TGS#1", "jared")
        {
            Source = "tencent",
            Command = "Group.CallbackAfterMemberExit",
            OperatorId = "群主",
            ClientIp = "127.0.0.1",
            Platform = "iOS",
            OccurredAt = new DateTimeOffset(2026, 11, 22, 13, 0, 0, 50, TimeSpan.Zero).AddMilliseconds(100),
        });

        var answer = await host.GetAsync("/api/v1/sources/tencent/groups/%40TGS%231/audit?kind=kicked");

        var entry = answer.Items.ShouldHaveSingleItem();
        answer.Text.ShouldContain("\"operatorId\":\"群主\"");
        answer.ShouldBeJson($$"""
            {"items":[{"position":2,"source":"tencent","groupId":"@TGS#1","sequence":2,"kind":"kicked","userId":"jared",
             "operatorId":"群主","operatorBasis":"reported","wasMember":true,"effect":"applied",
             "occurredAt":"2026-11-22T13:00:00.150Z","receivedAt":"2026-11-22T13:00:00.125Z",
             "callbackId":"{{entry.GetProperty("callbackId")}}","command":"Group.CallbackAfterMemberExit",
             "client":{"ip":"127.0.0.1","platform":"iOS"},
             "previousHash":"{{entry.GetProperty("previousHash")}}","hash":"{{entry.GetProperty("hash")}}"}]}
            """);
    }

    [Fact]
    public async Task NewRolesAndOwners_AreSpelledInKebabCase()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "u"));
        await host.TellAsync(new Told(ChangeKind.RoleChanged, "G001", "u") { Role = GroupRole.Admin });
        await host.TellAsync(new Told(ChangeKind.OwnerChanged, "G001", "u") { Role = GroupRole.Owner });
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "u"));

        var answer = await host.GetAsync($"{Audit}?order=asc");

        answer.Each("kind").ShouldBe(["joined", "role-changed", "owner-changed", "joined"]);
        answer.Each("role").Skip(1).Take(2).ShouldBe(["admin", "owner"]);
        answer.Each("effect")[^1].ShouldBe("no-op");
    }

    [Theory]
    [InlineData("", "5 4 3 2 1")]
    [InlineData("order=desc", "5 4 3 2 1")]
    [InlineData("order=asc", "1 2 3 4 5")]
    [InlineData("kind=joined", "3 2 1")]
    [InlineData("kind=kicked,quit", "5 4")]
    [InlineData("kind=kicked&kind=quit", "5 4")]
    [InlineData("kind=owner-changed", "")]
    [InlineData("user=b", "4 2")]
    [InlineData("user=b&kind=kicked", "4")]
    [InlineData("operator=boss", "4")]
    [InlineData("effect=applied", "5 4 3 2 1")]
    [InlineData("effect=no-op,stale", "")]
    [InlineData("from=2026-11-22T13:00:00.125Z", "5 4")]
    [InlineData("from=2026-11-22T13:00:00.1250001Z", "5")]
    [InlineData("to=2026-11-22T13:00:00.125Z", "3 2 1")]
    [InlineData("from=2026-11-22T14:00:00.125%2B01:00&to=2026-11-22T13:00:00.126", "4")]
    [InlineData("from=2026-11-22&to=2026-11-23", "5 4 3 2 1")]
    [InlineData("from=2026-11-23", "")]
    public async Task Filters_AdmitWhatTheySay(string query, string sequences)
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b", "c"));
        await host.TellAsync(new Told(ChangeKind.Kicked, "G001", "b") { OperatorId = "boss" });
        await host.TellAsync(new Told(ChangeKind.Quit, "G001", "c"));

        string.Join(' ', (await host.GetAsync($"{Audit}?{query}")).Each("sequence")).ShouldBe(sequences);
    }

    [Fact]
    public async Task Verify_SaysThatNothingWasAltered()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a", "b"));
        var head = (await host.GetAsync("/api/v1/sources/openim/groups/G001")).Json.GetProperty("headHash");

        (await host.GetAsync($"{Audit}/verify")).ShouldBeJson($$"""{"valid":true,"entries":2,"headHash":"{{head}}"}""");
    }

    [Fact]
    public async Task Verify_OfADamagedJournal_AnswersThatItIs()
    {
        await using var host = await ApiHost.StartAsync();
        await host.TellAsync(new Told(ChangeKind.Joined, "G001", "a"));
        host.Journal.Fault = new JournalDamagedException("The head row has an unknown version.");

        var answer = await host.GetAsync($"{Audit}/verify");

        answer.Status.ShouldBe(200);
        answer.Json.GetProperty("valid").GetBoolean().ShouldBeFalse();
        answer.Json.GetProperty("reason").GetString()!.ShouldContain("unknown version");
    }
}
