using System.Globalization;

namespace GroupExitGrains.Grains;

/// <summary>How long a call to a grain may take at most, the second attempt included.</summary>
internal static class CallDeadlines
{
    /// <summary>A callback that a vendor's server waits for. Whoever sends it may set less.</summary>
    public const string QuickText = "00:00:05";

    /// <summary>Imports, and reads that may have to load a group first. Nobody's IM server waits for these.</summary>
    public const string LargeText = "00:00:30";

    /// <summary>Walking a chain takes a second for every few 100,000 entries.</summary>
    public const string VerifyText = "00:10:00";

    public static TimeSpan Quick { get; } = TimeSpan.Parse(QuickText, CultureInfo.InvariantCulture);

    public static TimeSpan Large { get; } = TimeSpan.Parse(LargeText, CultureInfo.InvariantCulture);

    public static TimeSpan Verify { get; } = TimeSpan.Parse(VerifyText, CultureInfo.InvariantCulture);
}
