using System.Diagnostics;

namespace GroupExitGrains.Benchmarks.Stores;

/// <summary>Commits one after the other for a time.</summary>
internal static class MedianCommit
{
    /// <returns>The median in milliseconds.</returns>
    public static Task<double> MeasureAsync(Func<ValueTask> commit, TimeSpan duration) => Task.Run(async () =>
    {
        var milliseconds = new List<double>();
        var start = Stopwatch.GetTimestamp();
        while (Stopwatch.GetElapsedTime(start) < duration)
        {
            var began = Stopwatch.GetTimestamp();
            await commit();
            milliseconds.Add(Stopwatch.GetElapsedTime(began).TotalMilliseconds);
        }

        return Report.Median(milliseconds);
    });
}
