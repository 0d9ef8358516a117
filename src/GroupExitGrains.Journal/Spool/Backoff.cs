namespace GroupExitGrains.Journal.Spool;

/// <summary>How long to wait before another try.</summary>
internal static class Backoff
{
    /// <summary>
    /// Twice as long after each failure, up to the longest; a part of it by chance, so that processes do not try in step.
    /// </summary>
    /// <param name="failures">Failures in a row, one or more.</param>
    /// <param name="first">The time after the first.</param>
    /// <param name="longest">The longest time.</param>
    /// <param name="chance">0 to 1.</param>
    public static TimeSpan After(int failures, TimeSpan first, TimeSpan longest, double chance)
    {
        var doubled = first * Math.Pow(2, Math.Min(failures - 1, 30));
        var time = doubled < longest ? doubled : longest;
        return time * (0.75 + (chance / 4));
    }
}
