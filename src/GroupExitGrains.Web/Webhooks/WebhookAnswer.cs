using System.Globalization;
using GroupExitGrains.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>An answer to a webhook: always a JSON object, since a vendor may read nothing but the body.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The JSON.</param>
internal readonly record struct WebhookAnswer(int Status, ReadOnlyMemory<byte> Body)
{
    private const string IdHeader = "Callback-Id";
    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);
    private static readonly string RetryAfterSeconds = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
    private static readonly byte[] EmptyObject = "{}"u8.ToArray();

    /// <summary>Nobody of that name is known, so there are no words to answer in.</summary>
    public static WebhookAnswer UnknownSource { get; } = new(StatusCodes.Status404NotFound, EmptyObject);

    public async Task WriteAsync(HttpContext context, string callbackId)
    {
        var response = context.Response;
        response.StatusCode = Status;
        response.ContentType = "application/json";
        response.ContentLength = Body.Length;
        response.Headers[IdHeader] = callbackId;
        UnreadBody.Announce(context);
        switch (Status)
        {
            case StatusCodes.Status503ServiceUnavailable:
                response.Headers.RetryAfter = RetryAfterSeconds;
                break;
            case StatusCodes.Status405MethodNotAllowed:
                response.Headers.Allow = HttpMethods.Post;
                break;
        }

        if (!HttpMethods.IsHead(context.Request.Method))
        {
            await response.BodyWriter.WriteAsync(Body);
        }
    }
}
