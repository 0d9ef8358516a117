namespace GroupExitGrains.Membership;

/// <summary>
/// Encodes a <see cref="GroupChange"/> for as long as its entries are not all appended: from these bytes a restart works
/// them out again.
/// </summary>
public static class GroupChangeCodec
{
    private const byte Version = 1;

    /// <summary>Encodes a change.</summary>
    public static byte[] Encode(GroupChange change)
    {
        var writer = new CanonicalWriter(Version, 256 + (change.Users.Count * 32));
        writer.Byte(1, (byte)change.Kind);
        writer.Text(2, change.GroupId);
        writer.Byte(3, change.ListsAllMembers ? (byte)1 : (byte)0);
        writer.Text(4, change.OldOwnerId);
        writer.Byte(5, change.OwnersSwapRoles ? (byte)1 : (byte)0);
        writer.Text(6, change.OperatorId);
        writer.Byte(7, (byte)change.OperatorBasis);
        writer.Text(8, change.Reason);
        writer.Time(9, change.OccurredAt);
        writer.Text(10, change.GroupType);
        writer.Byte(11, change.Untracked ? (byte)1 : (byte)0);
        foreach (var user in change.Users)
        {
            // Role and since go before the user id that they belong to.
            if (user.Role != GroupRole.Unknown)
            {
                writer.Byte(12, (byte)user.Role);
            }

            writer.Time(13, user.Since);
            writer.Text(14, user.UserId);
        }

        return writer.Finish();
    }

    /// <summary>Decodes a change.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static GroupChange Decode(ReadOnlySpan<byte> bytes)
    {
        var reader = new CanonicalReader(bytes, Version);
        var users = new List<ChangedUser>();
        var change = new GroupChange { Kind = default, GroupId = "" };
        var role = GroupRole.Unknown;
        DateTimeOffset? since = null;
        while (reader.Read())
        {
            switch (reader.Tag)
            {
                case 1: change = change with { Kind = (ChangeKind)reader.Byte() }; break;
                case 2: change = change with { GroupId = reader.Text() }; break;
                case 3: change = change with { ListsAllMembers = reader.Byte() == 1 }; break;
                case 4: change = change with { OldOwnerId = reader.Text() }; break;
                case 5: change = change with { OwnersSwapRoles = reader.Byte() == 1 }; break;
                case 6: change = change with { OperatorId = reader.Text() }; break;
                case 7: change = change with { OperatorBasis = (OperatorBasis)reader.Byte() }; break;
                case 8: change = change with { Reason = reader.Text() }; break;
                case 9: change = change with { OccurredAt = reader.Time() }; break;
                case 10: change = change with { GroupType = reader.Text() }; break;
                case 11: change = change with { Untracked = reader.Byte() == 1 }; break;
                case 12: role = (GroupRole)reader.Byte(); break;
                case 13: since = reader.Time(); break;
                case 14:
                    users.Add(new ChangedUser(reader.Text(), role, since));
                    (role, since) = (GroupRole.Unknown, null);
                    break;
                default: throw new JournalDamagedException($"Field {reader.Tag} does not belong to a change.");
            }
        }

        return change with { Users = users };
    }
}
