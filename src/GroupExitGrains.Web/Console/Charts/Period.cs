using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Console.Charts;

/// <summary>A time that the overview looks back on.</summary>
/// <param name="Name">What its address says.</param>
/// <param name="Title">What its link says.</param>
/// <param name="Length">How long it is.</param>
/// <param name="Bucket">How finely it is shown.</param>
internal sealed record Period(string Name, string Title, TimeSpan Length, StatisticsBucket Bucket)
{
    public static IReadOnlyList<Period> All { get; } =
    [
        new("hour", "last hour", TimeSpan.FromMinutes(59), StatisticsBucket.Minute),
        new("day", "last 24 hours", TimeSpan.FromHours(23), StatisticsBucket.Hour),
        new("week", "last 7 days", TimeSpan.FromHours((24 * 7) - 1), StatisticsBucket.Hour),
        new("month", "last 30 days", TimeSpan.FromDays(29), StatisticsBucket.Day),
    ];

    public static Period Of(string? name) => All.FirstOrDefault(period => period.Name == name) ?? All[1];
}
