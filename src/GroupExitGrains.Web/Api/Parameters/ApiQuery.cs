using System.Globalization;
using System.Reflection;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Api;

/// <summary>Reads the parameters of a request's query. What cannot be read ends the request and is named.</summary>
internal sealed class ApiQuery(IQueryCollection query) : IBindableFromHttpContext<ApiQuery>
{
    private const int DefaultLimit = 50;

    public static ValueTask<ApiQuery?> BindAsync(HttpContext context, ParameterInfo parameter) =>
        ValueTask.FromResult<ApiQuery?>(new ApiQuery(context.Request.Query));

    /// <summary>Refuses what the endpoint does not take, so that a slip of the pen does not pass for a filter.</summary>
    public static void Check(HttpContext context)
    {
        var accepted = context.GetEndpoint()?.Metadata.GetMetadata<AcceptedParameters>()?.All ?? [];
        foreach (var (name, values) in context.Request.Query)
        {
            var parameter = accepted.FirstOrDefault(p => p.Name == name)
                ?? throw Problems.UnknownParameter.Exception(accepted.Count == 0
                    ? $"'{name}' is not a parameter here; there are none."
                    : $"'{name}' is not a parameter here; there are {string.Join(", ", accepted.Select(p => p.Name))}.");
            if (values.Count > 1 && !parameter.IsList)
            {
                throw Problems.RepeatedParameter.Exception($"'{name}' is given {values.Count} times.");
            }

            if (!parameter.MayBeEmpty && values.Any(string.IsNullOrEmpty))
            {
                throw Invalid(parameter, "is empty");
            }
        }
    }

    public string? Text(ApiParameter parameter) =>
        query.TryGetValue(parameter.Name, out var values) && values is [{ Length: > 0 } value] ? value : null;

    /// <summary>An id of a group or a user.</summary>
    public string? Id(ApiParameter parameter)
    {
        var id = Text(parameter);
        return id is not null && VendorId.Fault(id) is { } fault
            ? throw Problems.MalformedId.Exception($"{parameter.Name} {fault}.")
            : id;
    }

    public int Limit(int byDefault = DefaultLimit) => Number(ApiParameter.Limit) switch
    {
        null => byDefault,
        >= 1 and <= AuditQuery.MaxLimit and var limit => (int)limit,
        _ => throw Invalid(ApiParameter.Limit, $"is not from 1 to {AuditQuery.MaxLimit}"),
    };

    public long? Number(ApiParameter parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Invalid(parameter, $"is '{text}', not a whole number of at least {parameter.Minimum}");
    }

    /// <summary>A time. What is finer than a millisecond is rounded up: entries' times have none.</summary>
    public DateTimeOffset? Time(ApiParameter parameter)
    {
        if (Text(parameter) is not { } text)
        {
            return null;
        }

        if (!TimeText.TryRead(text, out var time))
        {
            throw Invalid(parameter, $"is '{text}', not a time as 2026-11-22T13:00:00.000Z; in an offset, + is sent as %2B");
        }

        var excess = time.Ticks % TimeSpan.TicksPerMillisecond;
        return excess == 0 || time > DateTimeOffset.MaxValue.AddMilliseconds(-1)
            ? time.WholeMilliseconds()
            : time.AddTicks(TimeSpan.TicksPerMillisecond - excess);
    }

    /// <summary>How long to wait, in seconds: <c>30s</c>.</summary>
    public TimeSpan? Wait(int maxSeconds)
    {
        if (Text(ApiParameter.Wait) is not { } text)
        {
            return null;
        }

        return text.EndsWith('s')
            && int.TryParse(text.AsSpan(0, text.Length - 1), NumberStyles.None, CultureInfo.InvariantCulture, out var seconds)
            && seconds <= maxSeconds
            ? TimeSpan.FromSeconds(seconds)
            : throw Invalid(ApiParameter.Wait, $"is '{text}', not from 0s to {maxSeconds}s");
    }

    public T? Word<T>(ApiParameter parameter)
        where T : struct, Enum =>
        Text(parameter) is { } text ? Read<T>(parameter, text) : null;

    public IReadOnlyList<T> Words<T>(ApiParameter parameter)
        where T : struct, Enum
    {
        if (!query.TryGetValue(parameter.Name, out var values))
        {
            return [];
        }

        return [.. values
            .SelectMany(value => (value ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
            .Select(word => Read<T>(parameter, word))
            .Distinct()];
    }

    /// <summary>Oldest first; null if the query does not say.</summary>
    public bool? Ascending() => Text(ApiParameter.Order) switch
    {
        null => null,
        "asc" => true,
        "desc" => false,
        var other => throw Invalid(ApiParameter.Order, $"is '{other}', not asc or desc"),
    };

    private static T Read<T>(ApiParameter parameter, string word)
        where T : struct, Enum =>
        Kebab<T>.TryRead(word, out var value)
            ? value
            : throw Invalid(parameter, $"is '{word}', not one of {string.Join(", ", Kebab<T>.Names)}");

    private static ProblemException Invalid(ApiParameter parameter, string fault) =>
        Problems.InvalidParameter.Exception($"{parameter.Name} {fault}.");
}
