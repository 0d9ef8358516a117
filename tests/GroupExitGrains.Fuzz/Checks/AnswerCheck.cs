using System.Text.Json;

namespace GroupExitGrains.Fuzz;

/// <summary>What every answer must be.</summary>
internal static class AnswerCheck
{
    private static readonly int[] s_webhook = [200, 400, 401, 404, 405, 408, 413, 415, 503];
    private static readonly int[] s_elsewhere = [200, 204, 400, 401, 403, 404, 405, 413, 415, 431, 503];

    // What the server itself says to what is no request. It says so without a body: nobody knows yet for whom it was.
    private static readonly int[] s_server = [400, 408, 411, 413, 414, 431, 501, 505];

    /// <summary>What is wrong with an answer; null if nothing is.</summary>
    public static string? Fault(FuzzRequest request, WireAnswer? answer)
    {
        if (answer is null)
        {
            return request.IsSound ? "no answer" : null;
        }

        if (answer.CallbackId is null && request is { IsSound: true, Source: not null })
        {
            return $"{answer.Status} without Callback-Id";
        }

        if (answer.IsOfServer)
        {
            return s_server.Contains(answer.Status) ? null : $"{answer.Status} from the server";
        }

        if (answer.CallbackId is null)
        {
            return FaultElsewhere(request, answer);
        }

        return !s_webhook.Contains(answer.Status) ? $"{answer.Status} from a webhook"
            : request.IsHead ? null
            : FaultOfWords(answer);
    }

    private static string? FaultElsewhere(FuzzRequest request, WireAnswer answer) =>
        !s_elsewhere.Contains(answer.Status) ? $"{answer.Status} from no webhook"
        : request.IsHead || answer.Status == 204 || Parse(answer.Body) is not null ? null
        : $"{answer.Status} without a JSON object";

    private static string? FaultOfWords(WireAnswer answer)
    {
        if (Parse(answer.Body) is not { } json)
        {
            return $"{answer.Status} without a JSON object";
        }

        if (answer.Status == 404)
        {
            return json.EnumerateObject().Any() ? "404 with words" : null;
        }

        var isOk = answer.Status == 200;
        var fits = json.TryGetProperty("ActionStatus", out var status)
            ? status.GetString() == (isOk ? "OK" : "FAIL")
                && json.GetProperty("ErrorCode").GetInt32() == (isOk ? 0 : answer.Status)
                && json.GetProperty("ErrorInfo").GetString()!.Length > 0 != isOk
            : json.GetProperty("actionCode").GetInt32() == (isOk ? 0 : 1)
                && json.GetProperty("errCode").GetInt32() == (isOk ? 0 : answer.Status)
                && json.GetProperty("nextCode").GetInt32() == 0
                && json.GetProperty("errMsg").GetString()!.Length > 0 != isOk
                && json.TryGetProperty("errDlt", out _);
        return fits ? null : $"{answer.Status} in other words than the vendor's";
    }

    private static JsonElement? Parse(byte[] body)
    {
        try
        {
            var json = JsonElement.Parse(body);
            return json.ValueKind == JsonValueKind.Object ? json : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
