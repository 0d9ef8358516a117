using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>Posts over connections of its own: a slow target holds up nobody else's.</summary>
internal sealed class WebhookSender : IWebhookSender
{
    private const int MaxResponse = 4096;
    private const int MaxDrained = 64 * 1024;
    private static readonly ProductInfoHeaderValue s_agent = new("GroupExitGrains", typeof(WebhookSender).Assembly.GetName().Version!.ToString(3));

    /// <summary>How long the rest of an answer may take whose status has come: the status says it all.</summary>
    private static readonly TimeSpan BodyWithin = TimeSpan.FromSeconds(1);

    private readonly HttpMessageInvoker _http;
    private readonly DeliveryOptions _options;
    private readonly TimeProvider _time;

    public WebhookSender(DeliveryOptions options, TimeProvider time)
        : this(options, time, new TargetConnection(options.AllowPrivateTargets))
    {
    }

    public WebhookSender(DeliveryOptions options, TimeProvider time, TargetConnection connection)
    {
        (_options, _time) = (options, time);
        _http = new HttpMessageInvoker(new SocketsHttpHandler
        {
            ConnectCallback = connection.ConnectAsync,
            ConnectTimeout = options.Timeout,

            // A redirect or a proxy would lead to what nobody has checked.
            AllowAutoRedirect = false,
            UseProxy = false,
            UseCookies = false,
            MaxConnectionsPerServer = options.MaxConcurrency,
            MaxResponseHeadersLength = 16,
            MaxResponseDrainSize = MaxDrained,
            ResponseDrainTimeout = BodyWithin,

            // Names are resolved anew now and then.
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(30),
        });
    }

    public async Task<DeliveryAnswer> SendAsync(Subscription subscription, OutgoingEvent sent, CancellationToken cancellationToken)
    {
        if (TargetUrl.Fault(subscription.Url, _options.AllowPrivateTargets) is { } fault)
        {
            // It was kept when more was allowed.
            return new DeliveryAnswer(null, fault, null, TimeSpan.Zero, null);
        }

        using var deadline = new CancellationTokenSource(_options.Timeout, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        using var request = Request(subscription, sent);
        var began = _time.GetTimestamp();
        try
        {
            using var response = await _http.SendAsync(request, stop.Token);
            var latency = _time.GetElapsedTime(began);
            var status = (int)response.StatusCode;
            return new DeliveryAnswer(
                status,
                response.IsSuccessStatusCode ? null : Explain(response),
                await ReadAsync(response, stop.Token),
                latency,
                RetryAfter(response));
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            var failure = exception is OperationCanceledException
                ? string.Create(CultureInfo.InvariantCulture, $"no answer within {_options.Timeout.TotalSeconds:0.###} s")
                : Explain(exception);
            return new DeliveryAnswer(null, failure, null, _time.GetElapsedTime(began), null);
        }
    }

    public void Dispose() => _http.Dispose();

    private HttpRequestMessage Request(Subscription subscription, OutgoingEvent sent)
    {
        var now = _time.GetUtcNow();
        var timestamp = now.ToUnixTimeSeconds();
        var keys = subscription.Secrets.Where(secret => secret.Until is null || secret.Until > now).Select(WebhookSecret.KeyOf);
        var request = new HttpRequestMessage(HttpMethod.Post, subscription.Url) { Content = new ReadOnlyMemoryContent(sent.Body) };
        var headers = request.Headers;
        headers.UserAgent.Add(s_agent);
        headers.TryAddWithoutValidation("webhook-id", sent.Id);
        headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Of(keys, sent.Id, timestamp, sent.Body.Span));
        foreach (var (name, value) in sent.Headers)
        {
            headers.TryAddWithoutValidation(name, value);
        }

        request.Content.Headers.TryAddWithoutValidation("Content-Type", sent.ContentType);
        return request;
    }

    private static string Explain(HttpResponseMessage response) => response.StatusCode switch
    {
        >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest =>
            $"status {(int)response.StatusCode}: redirects are not followed",
        _ => $"status {(int)response.StatusCode}",
    };

    private static string Explain(Exception exception) => exception.GetBaseException() switch
    {
        AddressRefusedException refused => $"address refused: {refused.Message}",
        var cause => $"no answer: {cause.Message}",
    };

    private TimeSpan? RetryAfter(HttpResponseMessage response) => response.Headers.RetryAfter switch
    {
        { Delta: { } delta } => delta,
        { Date: { } date } => date - _time.GetUtcNow(),
        _ => null,
    };

    // Whether or not the rest comes, the event was taken or refused.
    private async Task<string?> ReadAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        using var deadline = new CancellationTokenSource(BodyWithin, _time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, cancellationToken);
        var buffer = new byte[response.Content.Headers.ContentLength is { } length and < MaxResponse ? (int)length : MaxResponse];
        var read = 0;
        try
        {
            await using var body = await response.Content.ReadAsStreamAsync(stop.Token);
            read = await body.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, stop.Token);
        }
        catch (Exception exception) when (exception is IOException or HttpRequestException or OperationCanceledException)
        {
            // What came until then is lost with it, which does no harm: it is for people to look at.
        }

        return read == 0 ? null : Encoding.UTF8.GetString(buffer, 0, read).TrimEnd('\uFFFD');
    }
}
