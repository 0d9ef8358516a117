using System.Text;

namespace GroupExitGrains.Standalone.Tests.Telemetry;

/// <summary>Sends what is to be seen.</summary>
internal static class Told
{
    public const string Quit = "callbackAfterQuitGroupCommand";

    /// <summary>Posts to a webhook; gives the status.</summary>
    public static async Task<int> PostAsync(this HttpClient client, string path, string body)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await client.PostAsync($"/webhooks/{path}", content, TestContext.Current.CancellationToken);
        return (int)response.StatusCode;
    }

    public static Task<int> QuitAsync(this HttpClient client, string user, string source = "openim") =>
        client.PostAsync($"{source}/{Quit}", $$"""{"callbackCommand":"{{Quit}}","groupID":"G001","userID":"{{user}}"}""");

    /// <summary>One of everything that is counted: recorded, repeated, not used, refused; a chain that holds.</summary>
    public static async Task OneOfEachAsync(this HttpClient client)
    {
        (await client.QuitAsync("user1")).ShouldBe(200);
        (await client.QuitAsync("user1")).ShouldBe(200);
        (await client.PostAsync("openim/callbackAfterJoinGroupCommand",
            """{"callbackCommand":"callbackAfterJoinGroupCommand","groupID":"G001","joinSource":3,"inviterUserID":"user2"}""")).ShouldBe(200);
        (await client.PostAsync("openim/callbackBeforeSendSingleMsgCommand",
            """{"callbackCommand":"callbackBeforeSendSingleMsgCommand"}""")).ShouldBe(200);
        (await client.PostAsync($"openim/{Quit}", "{")).ShouldBe(400);
        using var verified = await client.GetAsync(
            "/api/v1/sources/openim/groups/G001/audit/verify", TestContext.Current.CancellationToken);
        ((int)verified.StatusCode).ShouldBe(200);
    }
}
