using System.Net;
using System.Text;
using GroupExitGrains.Cluster.Tests.Processes;

namespace GroupExitGrains.Cluster.Tests.Deployment;

/// <summary>The cluster on one machine, started, used and stopped as its page says.</summary>
public sealed class LocalClusterTests(ITestOutputHelper output)
{
    private const int Groups = 20;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task EveryProcess_AnswersAlike_AndADeadOneIsStartedAgain()
    {
        await using var cluster = await LocalCluster.UpAsync();
        using var client = new HttpClient();
        client.DefaultRequestHeaders.Authorization = new("Bearer", cluster.AdminKey);
        await PostAsync(client, cluster, "callbackAfterJoinGroupCommand", """{"groupID":"G001","inviterUserID":"ann"}""");
        await PostAsync(client, cluster, "callbackAfterQuitGroupCommand", """{"groupID":"G001","userID":"bob"}""");
        await PostAsync(client, cluster, "callbackAfterKickGroupCommand", """{"groupID":"G001","kickedUserIDs":["ann","cid"],"reason":"spam"}""");

        using var senders = new BalancedSenders([cluster.LoadBalancer], Groups);
        var sending = senders.SendAsync(senders: 16, callbacks: 1_000);
        await senders.Halfway;
        await cluster.KillAsync("silo2");
        await sending;
        output.WriteLine($"{senders.Acknowledged.Count} acknowledged, {senders.Unavailable} unavailable");
        senders.Others.ShouldBeEmpty();
        await cluster.RollAsync();

        await ShouldAnswerAlikeAsync(client, cluster, "G001", 4);
        for (var i = 0; i < Groups; i++)
        {
            var expected = senders.Acknowledged.Values.Count(callback => callback.Group == $"G{i}");
            await ShouldAnswerAlikeAsync(client, cluster, $"G{i}", expected);
        }
    }

    // What was appended but could not be answered any more is there, too.
    private static async Task ShouldAnswerAlikeAsync(HttpClient client, LocalCluster cluster, string group, int atLeast)
    {
        var answers = new HashSet<string>(StringComparer.Ordinal);
        foreach (var process in cluster.Processes)
        {
            var path = $"/api/v1/sources/openim/groups/{group}";
            answers.Add(
                await client.GetStringAsync(new Uri(process, path), Stop)
                + await client.GetStringAsync(new Uri(process, $"{path}/members"), Stop)
                + await client.GetStringAsync(new Uri(process, $"{path}/audit/verify"), Stop));
        }

        var answer = answers.ShouldHaveSingleItem();
        answer.ShouldContain("\"valid\":true");
        var sequence = answer.Split("\"lastSequence\":")[1].Split(',')[0];
        int.Parse(sequence, System.Globalization.CultureInfo.InvariantCulture).ShouldBeGreaterThanOrEqualTo(atLeast);
    }

    private static async Task PostAsync(HttpClient client, LocalCluster cluster, string command, string fields)
    {
        using var content = new StringContent(
            fields.Replace("{", $$"""{"callbackCommand":"{{command}}",""", StringComparison.Ordinal), Encoding.UTF8, "application/json");
        using var response = await client.PostAsync(new Uri(cluster.LoadBalancer, $"/webhooks/openim/{command}"), content, Stop);
        response.StatusCode.ShouldBe(HttpStatusCode.OK, await response.Content.ReadAsStringAsync(Stop));
    }
}
