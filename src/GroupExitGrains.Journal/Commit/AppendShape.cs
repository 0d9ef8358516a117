using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Commit;

/// <summary>Whether an append agrees with itself: what is not so is the caller's mistake, and must not reach a table.</summary>
internal static class AppendShape
{
    /// <exception cref="ArgumentException">The append contradicts itself.</exception>
    public static void Check(Append append)
    {
        if (append.Facts.Group != append.Group || append.Summary.Group != append.Group)
        {
            throw new ArgumentException("The append's facts or summary are of another group.", nameof(append));
        }

        if ((append.DuplicateOf is not null || append.Part == AppendPart.Begin) && append.Entries.Count != 0)
        {
            throw new ArgumentException("A duplicate and the beginning of a callback have no entries.", nameof(append));
        }

        if (append.DuplicateOf is not null && append.Part != AppendPart.Whole)
        {
            throw new ArgumentException("A duplicate has one part.", nameof(append));
        }

        var head = append.Expected;
        foreach (var entry in append.Entries)
        {
            if (entry.Sequence != head.Sequence + 1)
            {
                throw new ArgumentException(
                    $"Entry {entry.Sequence} does not continue {head.Sequence}.", nameof(append));
            }

            head = new GroupHead(entry.Sequence, entry.Hash);
        }

        if (append.Summary.Head != head)
        {
            throw new ArgumentException("The summary's head is not that of the last entry.", nameof(append));
        }
    }
}
