using System.Text;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>Builds requests as the vendors' servers send them.</summary>
internal static class Request
{
    public static byte[] OpenIm(string command, string operationId, string body) => Post(
        $"/webhooks/openim/{command}", $"operationID: {operationId}\r\nUser-Agent: Go-http-client/1.1\r\n", body);

    public static byte[] Quit(string groupId, string userId, string operationId) => OpenIm(
        "callbackAfterQuitGroupCommand",
        operationId,
        $$"""{"callbackCommand":"callbackAfterQuitGroupCommand","groupID":"{{groupId}}","userID":"{{userId}}"}""");

    public static byte[] Kick(string groupId, IEnumerable<string> userIds, string operationId) => OpenIm(
        "callbackAfterKickGroupCommand",
        operationId,
        $$"""{"callbackCommand":"callbackAfterKickGroupCommand","groupID":"{{groupId}}","kickedUserIDs":[{{Quoted(userIds)}}],"reason":"spam"}""");

    public static byte[] TencentJoin(string groupId, IEnumerable<string> userIds, long eventTime) => Post(
        "/webhooks/tencent?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterNewMemberJoin&contenttype=json",
        "",
        $$"""{"CallbackCommand":"Group.CallbackAfterNewMemberJoin","GroupId":"{{groupId}}","Type":"Community","JoinType":"Invited","Operator_Account":"op","NewMemberList":[{{Accounts(userIds)}}],"EventTime":{{eventTime}}}""");

    public static byte[] TencentKick(string groupId, IEnumerable<string> userIds, long eventTime) => Post(
        "/webhooks/tencent?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterMemberExit&contenttype=json",
        "",
        $$"""{"CallbackCommand":"Group.CallbackAfterMemberExit","GroupId":"{{groupId}}","Type":"Community","ExitType":"Kicked","Operator_Account":"op","ExitMemberList":[{{Accounts(userIds)}}],"EventTime":{{eventTime}}}""");

    public static byte[] TencentDestroyed(string groupId, long eventTime) => Post(
        "/webhooks/tencent?SdkAppid=1400000000&CallbackCommand=Group.CallbackAfterGroupDestroyed&contenttype=json",
        "",
        $$"""{"CallbackCommand":"Group.CallbackAfterGroupDestroyed","GroupId":"{{groupId}}","Type":"Community","Owner_Account":"op","Name":"n","EventTime":{{eventTime}}}""");

    private static byte[] Post(string target, string headers, string body) => Encoding.UTF8.GetBytes(
        $"POST {target} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json; charset=utf-8\r\n{headers}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");

    private static string Quoted(IEnumerable<string> ids) => string.Join(',', ids.Select(id => $"\"{id}\""));

    private static string Accounts(IEnumerable<string> ids) =>
        string.Join(',', ids.Select(id => $$"""{"Member_Account":"{{id}}"}"""));
}
