using System.Text.Json;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Spool;

/// <summary>What is asked of a process with a spool, and how it is held against what its senders were told.</summary>
internal static class SpoolStory
{
    /// <summary>A callback waits for the journal no longer than a test wants to.</summary>
    public const string ShortDeadline = "--GroupExit:Spool:Deadline=00:00:00.2";

    public static Task<JsonElement> SpoolAsync(this HttpClient client) => client.AskAsync("/spool");

    /// <summary>Returns when the spool is as wanted; it is asked over and over.</summary>
    public static async Task UntilSpoolAsync(this HttpClient client, Func<JsonElement, bool> wanted)
    {
        while (!wanted(await client.SpoolAsync()))
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
        }
    }

    public static Task UntilDrainedAsync(this HttpClient client) =>
        client.UntilSpoolAsync(spool => spool.GetProperty("depth").GetInt64() == 0);

    public static Task UntilSpooledAsync(this HttpClient client, int count) =>
        client.UntilSpoolAsync(spool => spool.GetProperty("depth").GetInt64() >= count);

    public static async Task<(int Status, JsonElement Body)> ReadyAsync(this HttpClient client)
    {
        using var response = await client.GetAsync("/health/ready", TestContext.Current.CancellationToken);
        return ((int)response.StatusCode, JsonElement.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)));
    }

    /// <summary>Nobody saw a failure, and every callback is there once, in its group's order, in a chain that holds.</summary>
    public static async Task ShouldHaveAllAsync(this HttpClient client, int count, params QuitSenders[] senders)
    {
        var entries = await client.AskAllAsync("/audit?order=asc");
        var users = entries.Select(entry => entry.Text("userId")!).ToList();
        users.ShouldBeUnique();
        foreach (var sent in senders)
        {
            sent.OtherStatuses.ShouldBeEmpty();
            sent.Acknowledged.Values.Except(users).ShouldBeEmpty();
        }

        var places = users.Select((user, place) => (user, place)).ToDictionary(at => at.user, at => at.place, StringComparer.Ordinal);
        foreach (var (sent, sender, group) in
            from sent in senders
            from sender in Enumerable.Range(0, count)
            from theGroup in Enumerable.Range(0, QuitSenders.Groups)
            select (sent, sender, theGroup))
        {
            sent.InOrder(sender, group).Select(user => places[user]).ShouldBeInOrder();
        }

        for (var group = 0; group < QuitSenders.Groups; group++)
        {
            (await client.AskAsync($"/sources/openim/groups/G{group}/audit/verify")).Text("valid").ShouldBe("True");
        }
    }
}
