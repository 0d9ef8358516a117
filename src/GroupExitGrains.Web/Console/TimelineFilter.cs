using System.Globalization;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Console;

/// <summary>Which entries of a history a page shows, as its address says it.</summary>
public sealed record TimelineFilter
{
    /// <summary>Stands for every kind of exit.</summary>
    public const string Exits = "exits";

    /// <summary>The kinds that are exits.</summary>
    public static IReadOnlyList<EntryKind> ExitKinds { get; } = [EntryKind.Quit, EntryKind.Kicked, EntryKind.Dismissed, EntryKind.Left];

    /// <summary>A kind in a word, or <see cref="Exits"/>; absent: all.</summary>
    public string? Kind { get; init; }

    /// <summary>About this user.</summary>
    public string? User { get; init; }

    /// <summary>By this operator.</summary>
    public string? Operator { get; init; }

    /// <summary>From this day or time on, as it was given.</summary>
    public string? From { get; init; }

    /// <summary>Up to this time, or to the end of this day, as it was given.</summary>
    public string? To { get; init; }

    /// <summary>Behind this entry.</summary>
    public long? After { get; init; }

    /// <summary>It leaves something out.</summary>
    public bool IsSet => (Kind ?? User ?? Operator ?? From ?? To) is not null;

    /// <summary>Reads a query. What cannot be read ends the request and is named.</summary>
    public static TimelineFilter Read(IQueryCollection query, bool ofUser = false)
    {
        return new TimelineFilter
        {
            Kind = Text("kind"),
            User = ofUser ? null : Text("user"),
            Operator = Text("operator"),
            From = Text("from"),
            To = Text("to"),
            After = long.TryParse(Text("after"), NumberStyles.None, CultureInfo.InvariantCulture, out var after) ? after : null,
        };

        string? Text(string name) => query[name] is [{ Length: > 0 } value] ? value : null;
    }

    /// <summary>What to ask a history.</summary>
    internal AuditQuery ToQuery(int limit) => new()
    {
        UserId = User,
        OperatorId = Operator,
        Kinds = Kind switch
        {
            null => [],
            Exits => ExitKinds,
            _ when Kebab<EntryKind>.TryRead(Kind, out var kind) => [kind],
            _ => throw Problems.InvalidParameter.Exception($"'{Kind}' is no kind of entry."),
        },
        From = From is null ? null : Time(From, "From").Time,
        To = To is null ? null : Time(To, "Until") is { IsDay: true } day ? day.Time.AddDays(1) : Time(To, "Until").Time,
        After = After,
        Limit = limit,
    };

    /// <summary>An address with this filter, continued behind an entry if one is given.</summary>
    internal string Address(string path, string source, string? groupId, string? userId, string? after) => Links.To(
        path,
        ("source", source), ("group", groupId), ("user", userId ?? User), ("kind", Kind), ("operator", Operator), ("from", From), ("to", To),
        ("after", after));

    private static (DateTimeOffset Time, bool IsDay) Time(string text, string what) => TimeText.TryRead(text, out var time)
        ? (time, text.Length == "2026-11-22".Length)
        : throw Problems.InvalidParameter.Exception($"{what} is '{text}', not a day or time as 2026-11-22 or 2026-11-22T13:00Z.");
}
