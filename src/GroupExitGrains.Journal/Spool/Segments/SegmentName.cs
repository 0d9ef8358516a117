using System.Globalization;
using System.Security.Cryptography;

namespace GroupExitGrains.Journal.Spool.Segments;

/// <summary>
/// The name of a segment: its number and its salt, so that the file holds nothing but records and no damage to its first
/// bytes makes the others unreadable.
/// </summary>
internal readonly record struct SegmentName(int Number, ulong Salt)
{
    /// <summary>What a name of callbacks that wait ends with.</summary>
    public const string Waiting = ".spool";

    /// <summary>The same of dead letters. With this ending taken off, and a restart, they are offered again.</summary>
    public const string DeadLetters = Waiting + ".dead";

    /// <summary>The same of a segment with damage in it whose readable records are drained.</summary>
    public const string Damaged = Waiting + ".damaged";

    /// <summary>The same of bytes cut off the end of a segment.</summary>
    public const string Cut = Waiting + ".cut";

    /// <summary>The same of the offsets of a segment's drained records.</summary>
    public const string Drained = Waiting + ".drained";

    public static SegmentName New(int number) =>
        new(number, BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))));

    /// <summary>Reads the name of a file with the given ending.</summary>
    public static bool TryParse(string file, string ending, out SegmentName name)
    {
        name = default;
        if (!file.EndsWith(ending, StringComparison.Ordinal))
        {
            return false;
        }

        var parts = file[..^ending.Length].Split('-');
        if (parts.Length != 2
            || !int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            || parts[1].Length != 16
            || !ulong.TryParse(parts[1], NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var salt))
        {
            return false;
        }

        name = new SegmentName(number, salt);
        return true;
    }

    /// <summary>The file's name with the given ending.</summary>
    public string File(string ending) => string.Create(CultureInfo.InvariantCulture, $"{Number:D10}-{Salt:x16}{ending}");

    /// <inheritdoc/>
    public override string ToString() => File(Waiting);
}
