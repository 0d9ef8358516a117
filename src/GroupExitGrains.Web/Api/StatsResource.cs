using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Counts over the history, per kind and bucket.</summary>
internal static class StatsResource
{
    private const int MostBuckets = 1500;

    public static IEndpointRouteBuilder MapStats(this IEndpointRouteBuilder api)
    {
        api.MapRead("/stats", CountAsync)
            .WithTags("Statistics")
            .WithSummary("Applied entries per kind and minute, hour or day of their receipt. They follow the journal within about a second.")
            .KeepsToScope()
            .Takes(
                ApiParameter.Source, ApiParameter.Group, ApiParameter.Operator, ApiParameter.From, ApiParameter.To, ApiParameter.Bucket)
            .Answers(Examples.Stats)
            .Fails(Problems.MissingParameter, Problems.ConflictingParameters);
        return api;
    }

    private static async Task<Ok<StatsView>> CountAsync(
        ApiQuery query, SourceScope limits, IStatistics statistics, TimeProvider time, CancellationToken cancellationToken)
    {
        var bucket = query.Word<StatisticsBucket>(ApiParameter.Bucket) ?? StatisticsBucket.Hour;
        var (source, group, op) = (query.Text(ApiParameter.Source), query.Id(ApiParameter.Group), query.Id(ApiParameter.Operator));
        Check(bucket, source, group, op);

        var length = LengthOf(bucket);
        var to = query.Time(ApiParameter.To) ?? time.GetUtcNow();
        var from = query.Time(ApiParameter.From) ?? to - (length * (DefaultBuckets(bucket) - 1));
        if (from > to)
        {
            throw Problems.ConflictingParameters.Exception("from is later than to.");
        }

        if ((to - from) / length > MostBuckets)
        {
            throw Problems.InvalidParameter.Exception(
                $"from and to are more than {MostBuckets} times a {bucket.Kebab()} apart; take a longer bucket or ask several times.");
        }

        // The position first: what it says is counted is in the counts.
        var position = await statistics.PositionAsync(cancellationToken);
        var counts = await statistics.CountAsync(
            new StatisticsQuery
            {
                Sources = limits.Listed(source) ?? [],
                GroupId = group,
                OperatorId = op,
                From = from,
                To = to,
                Bucket = bucket,
            },
            cancellationToken);
        return TypedResults.Ok(StatsView.Of(bucket, FloorOf(from, length), to, length, position, counts));
    }

    private static void Check(StatisticsBucket bucket, string? source, string? group, string? op)
    {
        if ((group ?? op) is not null && source is null)
        {
            throw Problems.MissingParameter.Exception("group and operator need source: ids of different sources are different.");
        }

        if (group is not null && op is not null)
        {
            throw Problems.ConflictingParameters.Exception("group and operator are counted apart; give one of them.");
        }

        if ((group ?? op) is not null && bucket == StatisticsBucket.Minute)
        {
            throw Problems.ConflictingParameters.Exception("A group or an operator is counted by the hour and the day, not by the minute.");
        }
    }

    private static TimeSpan LengthOf(StatisticsBucket bucket) => bucket switch
    {
        StatisticsBucket.Minute => TimeSpan.FromMinutes(1),
        StatisticsBucket.Hour => TimeSpan.FromHours(1),
        _ => TimeSpan.FromDays(1),
    };

    private static int DefaultBuckets(StatisticsBucket bucket) => bucket switch
    {
        StatisticsBucket.Minute => 60,
        StatisticsBucket.Hour => 24,
        _ => 30,
    };

    // Days of UTC begin at whole days since the year 1, and so do the others.
    private static DateTimeOffset FloorOf(DateTimeOffset time, TimeSpan length) =>
        new(time.UtcTicks - (time.UtcTicks % length.Ticks), TimeSpan.Zero);
}
