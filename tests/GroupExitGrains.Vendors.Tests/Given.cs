using System.Globalization;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests;

/// <summary>Requests as a vendor would send them.</summary>
internal static class Given
{
    public static readonly DateTimeOffset Now = new(2022, 12, 9, 8, 26, 54, 123, TimeSpan.Zero);

    public static readonly CallbackId Id = CallbackId.New(Now);

    public static WebhookRequest OpenIm(string? command, string body) => OpenIm(command, Encoding.UTF8.GetBytes(body));

    public static WebhookRequest OpenIm(string? command, byte[] body) => new()
    {
        Source = "openim",
        CallbackId = Id,
        ReceivedAt = Now,
        CommandFromPath = command,
        Body = body,
    };

    public static WebhookRequest Tencent(string body, string query = "SdkAppid=1400000000") =>
        Tencent(Encoding.UTF8.GetBytes(body), query);

    public static WebhookRequest Tencent(byte[] body, string query = "SdkAppid=1400000000") => new()
    {
        Source = "tencent",
        CallbackId = Id,
        ReceivedAt = Now,
        Query = query,
        Body = body,
    };

    /// <summary>A request out of a sample file, with the vendor that it is for.</summary>
    public static (IVendor Vendor, WebhookRequest Request) Sample(string name)
    {
        using var stream = typeof(Given).Assembly.GetManifestResourceStream(name).ShouldNotBeNull();
        using var reader = new StreamReader(stream);
        var text = reader.ReadToEnd().ReplaceLineEndings("\n");
        var gap = text.IndexOf("\n\n", StringComparison.Ordinal);
        var lines = text[..gap].Split('\n');
        var target = lines[0].Split(' ')[1].Split('?', 2);
        var segments = target[0].Split('/', StringSplitOptions.RemoveEmptyEntries);
        var headers = lines[1..].Select(line => line.Split(": ", 2))
            .ToDictionary(parts => parts[0], parts => parts[1], StringComparer.OrdinalIgnoreCase);
        var request = new WebhookRequest
        {
            Source = segments[1],
            CallbackId = Id,
            ReceivedAt = Now,
            CommandFromPath = segments.Length > 2 ? segments[^1] : null,
            Query = target.Length > 1 ? target[1] : "",
            OperationId = headers.GetValueOrDefault("operationID"),
            ContentType = headers.GetValueOrDefault("Content-Type"),
            Body = Encoding.UTF8.GetBytes(text[(gap + 2)..]),
        };
        return (segments[1] == "openim" ? KnownVendors.OpenIm : KnownVendors.TencentIm, request);
    }

    public static Callback Recognised(this ReadResult result) =>
        result.ShouldBeOfType<ReadResult.Recognised>().Callback;

    public static ReadResult.Ignored Ignored(this ReadResult result) => result.ShouldBeOfType<ReadResult.Ignored>();

    public static ReadResult.Refused Refused(this ReadResult result) => result.ShouldBeOfType<ReadResult.Refused>();

    public static ReadResult.Refused Malformed(this ReadResult result, string cause)
    {
        var refused = result.Refused();
        refused.Kind.ShouldBe(RefusalKind.Malformed);
        refused.Cause.ShouldBe(cause);
        return refused;
    }

    public static ReadResult Read(this IVendor vendor, WebhookRequest request) =>
        vendor.Read(request, SourceSettings.Unsecured);

    public static string Text(this ReadOnlyMemory<byte> bytes) => Encoding.UTF8.GetString(bytes.Span);

    /// <summary>The users of a change as words, for example <c>user1:Owner user2</c>.</summary>
    public static string Names(this GroupChange change) => string.Join(' ', change.Users.Select(user =>
        user.Role == GroupRole.Unknown ? user.UserId : string.Create(CultureInfo.InvariantCulture, $"{user.UserId}:{user.Role}")));
}
