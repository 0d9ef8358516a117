using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Net.Http.Headers;

namespace GroupExitGrains.Web.Api;

/// <summary>Reads a small JSON object. What is wrong with it is named, and what it has beyond what is known is wrong.</summary>
internal static class ApiBody
{
    private const int MaxBytes = 64 * 1024;

    /// <exception cref="ProblemException">The body is of another type, too large, no JSON, or says what nothing reads.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, JsonTypeInfo<T> type)
        where T : class
    {
        var request = context.Request;
        if (!string.IsNullOrEmpty(request.ContentType)
            && !(MediaTypeHeaderValue.TryParse(request.ContentType, out var media)
                && media.MediaType.Equals("application/json", StringComparison.OrdinalIgnoreCase)))
        {
            throw Problems.UnsupportedMediaType.Exception($"The body's type is '{request.ContentType}'; send application/json.");
        }

        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        try
        {
            return await JsonSerializer.DeserializeAsync(request.Body, type, context.RequestAborted)
                ?? throw Problems.InvalidBody.Exception("The body is null; send an object.");
        }
        catch (JsonException fault)
        {
            throw Problems.InvalidBody.Exception(fault.Message.Split(" | ")[0].Split(" Path: ")[0]
                + (fault.Path is { Length: > 0 } path ? $" ({path})" : ""));
        }
    }

    /// <summary>A time in a body.</summary>
    /// <exception cref="ProblemException">The text is none.</exception>
    public static DateTimeOffset? Time(string? text, string name) => text is null ? null
        : TimeText.TryRead(text, out var time) ? time
        : throw Problems.InvalidBody.Exception($"{name} is '{text}', not a time as 2026-11-22T13:00:00.000Z.");
}
