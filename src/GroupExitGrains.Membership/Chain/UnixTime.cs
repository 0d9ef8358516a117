namespace GroupExitGrains.Membership;

/// <summary>Times as they are stored: milliseconds since 1970-01-01, UTC.</summary>
public static class UnixTime
{
    private static readonly long Earliest = DateTimeOffset.MinValue.ToUnixTimeMilliseconds();
    private static readonly long Latest = DateTimeOffset.MaxValue.ToUnixTimeMilliseconds();

    /// <summary>Reads a stored time.</summary>
    /// <exception cref="JournalDamagedException">The number is no time that could have been written.</exception>
    public static DateTimeOffset Read(long milliseconds) => milliseconds >= Earliest && milliseconds <= Latest
        ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
        : throw new JournalDamagedException($"{milliseconds} is no time in milliseconds.");

    /// <summary>The time without what is finer than a millisecond, as UTC.</summary>
    public static DateTimeOffset WholeMilliseconds(this DateTimeOffset time) =>
        DateTimeOffset.FromUnixTimeMilliseconds(time.ToUnixTimeMilliseconds());
}
