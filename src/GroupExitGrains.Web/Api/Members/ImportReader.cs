using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Reads the members of an import in one pass over its bytes: a JSON array, or one object a line. What is wrong is said
/// with its place: the item counted from 0, or the line counted from 1.
/// </summary>
internal static class ImportReader
{
    /// <summary>Reads the members, each once, with the highest role and the earliest time given.</summary>
    /// <exception cref="ProblemException">The list cannot be read or is too long.</exception>
    public static IReadOnlyList<ChangedUser> Read(ReadOnlySpan<byte> body, int maxMembers)
    {
        var text = body.StartsWith("\uFEFF"u8) ? body[3..] : body;
        var members = new ImportedMembers(maxMembers);
        switch (text.TrimStart(" \t\r\n"u8))
        {
            case []:
                throw Problems.InvalidImport.Exception("The body is empty. A list without members is [].");
            case [(byte)'[', ..]:
                ReadArray(text, members);
                break;
            default:
                ReadLines(text, members);
                break;
        }

        return members.All;
    }

    private static void ReadArray(ReadOnlySpan<byte> text, ImportedMembers members)
    {
        var reader = new Utf8JsonReader(text);
        var index = 0;
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
            {
                members.Add(ImportedMember.Read(ref reader));
                index++;
            }

            // Reads past the end, which finds what does not belong there.
            reader.Read();
        }
        catch (Exception fault) when (fault is JsonException or FormatException)
        {
            throw Problems.InvalidImport.Exception($"Item {index}: {fault.Message}");
        }
    }

    private static void ReadLines(ReadOnlySpan<byte> text, ImportedMembers members)
    {
        var number = 0;
        foreach (var range in text.Split((byte)'\n'))
        {
            number++;
            var line = text[range].Trim(" \t\r"u8);
            if (line.IsEmpty)
            {
                continue;
            }

            try
            {
                var reader = new Utf8JsonReader(line);
                reader.Read();
                members.Add(ImportedMember.Read(ref reader));
                reader.Read();
            }
            catch (Exception fault) when (fault is JsonException or FormatException)
            {
                throw Problems.InvalidImport.Exception($"Line {number}: {fault.Message}");
            }
        }
    }
}
