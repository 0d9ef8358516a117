using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Commit;

/// <summary>What the appends of one batch add to their source's totals, which are then updated once.</summary>
internal sealed class SourceTally(string source)
{
    private long _quit;
    private long _kicked;
    private long _dismissed;
    private long _left;

    public string Source { get; } = source;

    public long Recorded { get; private set; }

    public long Duplicates { get; private set; }

    public long Joined { get; private set; }

    public ExitCounts Exits => new(_quit, _kicked, _dismissed, _left);

    public DateTimeOffset LastReceivedAt { get; private set; }

    public void Add(Append append)
    {
        if (append.DuplicateOf is not null)
        {
            Duplicates++;
        }
        else if (append.Part is AppendPart.Whole or AppendPart.Begin)
        {
            Recorded++;
        }

        if (append.Facts.ReceivedAt > LastReceivedAt)
        {
            LastReceivedAt = append.Facts.ReceivedAt;
        }

        for (var i = 0; i < append.Entries.Count; i++)
        {
            Add(append.Entries[i]);
        }
    }

    private void Add(in LedgerEntry entry)
    {
        if (entry.Effect != EntryEffect.Applied || entry.UserId is null)
        {
            return;
        }

        switch (entry.Kind)
        {
            case EntryKind.Joined: Joined++; break;
            case EntryKind.Quit: _quit++; break;
            case EntryKind.Kicked: _kicked++; break;
            case EntryKind.Dismissed: _dismissed++; break;
            case EntryKind.Left: _left++; break;
            default: break;
        }
    }
}
