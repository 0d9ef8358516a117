namespace GroupExitGrains.Membership;

/// <summary>
/// Encodes what a head row holds of a <see cref="GroupSummary"/> beside its columns: all but the group, the head, the
/// status and the count of duplicates.
/// </summary>
public static class GroupSummaryCodec
{
    private const byte Version = 1;

    /// <summary>Encodes a summary.</summary>
    public static byte[] Encode(GroupSummary summary)
    {
        var writer = new CanonicalWriter(Version, 160);
        writer.Text(1, summary.Type);
        writer.Byte(2, (byte)((summary.Untracked ? 1 : 0) | (summary.MembershipComplete ? 2 : 0)));
        writer.Number(3, summary.MemberCount);
        writer.Text(4, summary.OwnerId);
        writer.Number(5, summary.Joined);
        writer.Number(6, summary.Exits.Quit);
        writer.Number(7, summary.Exits.Kicked);
        writer.Number(8, summary.Exits.Dismissed);
        writer.Number(9, summary.Exits.Left);
        writer.Time(10, summary.LastReceivedAt);
        return writer.Finish();
    }

    /// <summary>Decodes a summary, given what the head row holds in columns.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static GroupSummary Decode(
        ReadOnlySpan<byte> bytes, GroupKey group, GroupHead head, GroupStatus status, long duplicates)
    {
        var reader = new CanonicalReader(bytes, Version);
        string? type = null, ownerId = null;
        byte flags = 0;
        long members = 0, joined = 0, quit = 0, kicked = 0, dismissed = 0, left = 0;
        DateTimeOffset lastReceivedAt = default;
        while (reader.Read())
        {
            switch (reader.Tag)
            {
                case 1: type = reader.Text(); break;
                case 2: flags = reader.Byte(); break;
                case 3: members = reader.Number(); break;
                case 4: ownerId = reader.Text(); break;
                case 5: joined = reader.Number(); break;
                case 6: quit = reader.Number(); break;
                case 7: kicked = reader.Number(); break;
                case 8: dismissed = reader.Number(); break;
                case 9: left = reader.Number(); break;
                case 10: lastReceivedAt = reader.Time(); break;
                default: throw new JournalDamagedException($"Field {reader.Tag} does not belong to a summary.");
            }
        }

        return new GroupSummary
        {
            Group = group,
            Type = type,
            Status = status,
            Untracked = (flags & 1) != 0,
            MembershipComplete = (flags & 2) != 0,
            MemberCount = (int)members,
            OwnerId = ownerId,
            Joined = joined,
            Exits = new ExitCounts(quit, kicked, dismissed, left),
            Duplicates = duplicates,
            Head = head,
            LastReceivedAt = lastReceivedAt,
        };
    }
}
