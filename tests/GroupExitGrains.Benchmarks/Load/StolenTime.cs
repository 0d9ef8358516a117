using System.Globalization;

namespace GroupExitGrains.Benchmarks.Load;

/// <summary>
/// How much of a virtual machine's processors its host gave to others meanwhile (<c>steal</c> in <c>/proc/stat</c>, in hundredths
/// of a second): nobody inside runs then, and whoever was due waits. Not every host says so; then it is 0.
/// </summary>
internal sealed class StolenTime
{
    private const int Stolen = 7;
    private readonly long[] _start = Read();

    /// <summary>The share of all processors' time since this was made.</summary>
    public double Share()
    {
        var spent = Read().Zip(_start, static (now, then) => now - then).ToArray();
        return spent.Sum() is > 0 and var all ? (double)spent[Stolen] / all : 0;
    }

    // Of the times behind "cpu", the two for guests of this machine are in others already.
    private static long[] Read() =>
    [
        .. File.ReadLines("/proc/stat").First().Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..(Stolen + 2)]
            .Select(static time => long.Parse(time, CultureInfo.InvariantCulture)),
    ];
}
