using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>
/// What the receiver could do at best: the same web server reads and parses the same body with the same reader, answers at
/// once, and stores nothing.
/// </summary>
internal static class FloorHost
{
    public static async Task RunAsync(int port)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(AnswerAsync);
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context)
    {
        if (HttpMethods.IsGet(context.Request.Method))
        {
            context.Response.StatusCode = StatusCodes.Status200OK;
            return;
        }

        var body = new byte[context.Request.ContentLength ?? 0];
        await context.Request.Body.ReadExactlyAsync(body, context.RequestAborted);
        var receivedAt = TimeProvider.System.GetUtcNow().WholeMilliseconds();
        var path = context.Request.Path.Value!;
        var request = new WebhookRequest
        {
            Source = "openim",
            CallbackId = CallbackId.New(receivedAt),
            ReceivedAt = receivedAt,
            CommandFromPath = path[(path.LastIndexOf('/') + 1)..],
            OperationId = context.Request.Headers["operationID"],
            ContentType = context.Request.ContentType,
            UserAgent = context.Request.Headers.UserAgent,
            Body = body,
        };
        var result = KnownVendors.OpenIm.Read(request, SourceSettings.Unsecured);
        var answer = result is ReadResult.Recognised
            ? KnownVendors.OpenIm.Ok
            : KnownVendors.OpenIm.Fail(request, 400, "unexpected", "Not what the benchmark sends.");
        context.Response.StatusCode = result is ReadResult.Recognised ? 200 : 400;
        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        context.Response.Headers["Callback-Id"] = request.CallbackId.ToString();
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
