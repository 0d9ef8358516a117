namespace GroupExitGrains.Vendors.TencentIm;

/// <summary>Verifies that a request comes from the configured app.</summary>
internal static class TencentImSender
{
    /// <summary>What is wrong with the sender; null if it is the configured one.</summary>
    public static ReadResult.Refused? Refuse(in TencentImQuery query, DateTimeOffset receivedAt, SourceSettings settings)
    {
        if (query.Repeated is { } repeated)
        {
            return Unauthorized("repeated-parameter", $"{repeated} occurs more than once in the query");
        }

        if (settings.SdkAppId is { } expected && !string.Equals(query.SdkAppId, expected, StringComparison.Ordinal))
        {
            return Unauthorized("wrong-sdk-app-id", Missing(query.SdkAppId, "SdkAppid") ?? "SdkAppid is not the configured one");
        }

        if (settings.Tokens.Count == 0)
        {
            return null;
        }

        if (query.Sign is null || query.RequestTime is null
            || !TencentImSignature.IsBy(settings.Tokens, query.RequestTime, query.Sign))
        {
            return Unauthorized(
                "wrong-signature",
                Missing(query.Sign, "Sign") ?? Missing(query.RequestTime, "RequestTime") ?? "Sign is by none of the tokens");
        }

        return TencentImSignature.IsTimely(query.RequestTime, receivedAt, settings.ClockSkew)
            ? null
            : Unauthorized("wrong-request-time", "RequestTime is too far from the time of receipt");
    }

    private static string? Missing(string? value, string name) => value is null ? $"{name} is missing" : null;

    private static ReadResult.Refused Unauthorized(string cause, string detail) =>
        new(RefusalKind.Unauthorized, cause, detail, Command: null);
}
