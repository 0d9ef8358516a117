using System.Buffers.Binary;
using System.Security.Cryptography;

namespace GroupExitGrains.Membership;

/// <summary>Works out what makes two callbacks the same.</summary>
internal static class FingerprintOf
{
    /// <summary>
    /// Over the change as understood (source, command, group, kind, users sorted, roles, old and new owner, reason), and the
    /// event time if sent, else the operation id if sent, else the body.
    /// </summary>
    public static (Fingerprint Fingerprint, DuplicateWindow Window) Callback(Callback callback)
    {
        var change = callback.Change;
        var writer = new CanonicalWriter(version: 1, 256 + (change.Users.Count * 32));
        writer.Text(1, callback.Source);
        writer.Text(2, callback.Command);
        writer.Text(3, change.GroupId);
        writer.Byte(4, (byte)change.Kind);
        foreach (var user in Sorted(change.Users))
        {
            writer.Byte(5, (byte)user.Role);
            writer.Text(6, user.UserId);
        }

        writer.Text(7, change.OldOwnerId);
        writer.Text(8, change.Reason);
        var window = Distinction(callback, ref writer);
        Span<byte> digest = stackalloc byte[EntryHash.Size];
        SHA256.HashData(writer.Finish(), digest);
        return (new Fingerprint(BinaryPrimitives.ReadUInt128BigEndian(digest)), window);
    }

    private static DuplicateWindow Distinction(Callback callback, ref CanonicalWriter writer)
    {
        if (callback.Change.OccurredAt is { } occurredAt)
        {
            writer.Time(9, occurredAt);
            return DuplicateWindow.EventTime;
        }

        if (callback.OperationId is { } operationId)
        {
            writer.Text(10, operationId);
            return DuplicateWindow.OperationId;
        }

        writer.Bytes(11, callback.Request.Body.Span);
        return DuplicateWindow.Body;
    }

    private static IReadOnlyList<ChangedUser> Sorted(IReadOnlyList<ChangedUser> users)
    {
        if (users.Count < 2)
        {
            return users;
        }

        var sorted = users.ToArray();
        Array.Sort(sorted, static (x, y) => string.CompareOrdinal(x.UserId, y.UserId));
        return sorted;
    }
}
