using System.Globalization;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Reads what a page says of where the next one starts.</summary>
internal static class Digits
{
    public static long Read(string text) => long.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
