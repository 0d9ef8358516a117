using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Servers;

/// <summary>
/// What every contestant has: the same web server that reads and parses the same body with the same reader. What is done with
/// the callback before the answer is the contestant's own.
/// </summary>
internal static class BenchmarkHost
{
    /// <param name="port">On the loopback address.</param>
    /// <param name="record">What comes before the answer.</param>
    public static async Task RunAsync(int port, Func<Callback, ValueTask> record)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        builder.Logging.ClearProviders();
        var app = builder.Build();
        app.Run(context => AnswerAsync(context, record));
        await app.RunAsync();
    }

    private static async Task AnswerAsync(HttpContext context, Func<Callback, ValueTask> record)
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
        var answer = KnownVendors.OpenIm.Ok;
        if (KnownVendors.OpenIm.Read(request, SourceSettings.Unsecured) is ReadResult.Recognised recognised)
        {
            await record(recognised.Callback);
        }
        else
        {
            context.Response.StatusCode = StatusCodes.Status400BadRequest;
            answer = KnownVendors.OpenIm.Fail(request, 400, "unexpected", "Not what the benchmark sends.");
        }

        context.Response.ContentType = "application/json";
        context.Response.ContentLength = answer.Length;
        context.Response.Headers["Callback-Id"] = request.CallbackId.ToString();
        await context.Response.Body.WriteAsync(answer, context.RequestAborted);
    }
}
