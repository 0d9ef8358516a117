using System.Runtime.InteropServices;
using System.Text;

namespace GroupExitGrains.Membership;

/// <summary>
/// The users of one group by id: a hash table of places that hold no references, and their ids, in UTF-8, one behind the other.
/// There are very many groups, and each changes with every callback: what refers to an object made for a callback must be looked
/// through at the next collection, and that object be kept, while all callbacks wait. Here is nothing to look through, and
/// nothing to follow in a group of a million.
/// </summary>
internal sealed partial class UserTable
{
    private UserSlot[] _slots = [];
    private byte[] _ids = [];
    private int _end;
    private int _firstFree;
    private int _idsEnd;
    private int _idsInUse;

    public int Count { get; private set; }

    public bool TryGet(string userId, out UserState user)
    {
        Span<byte> buffer = stackalloc byte[VendorId.MaxBytes];
        return TryGet(Encode(userId, buffer), out user);
    }

    public bool TryGet(ReadOnlySpan<byte> id, out UserState user)
    {
        var place = Find(id, Hash(id));
        user = place < 0 ? UserState.Unheard : _slots[place].State;
        return place >= 0;
    }

    /// <summary>The place of a user; -1 if it has none.</summary>
    public int Find(string userId)
    {
        Span<byte> buffer = stackalloc byte[VendorId.MaxBytes];
        var id = Encode(userId, buffer);
        return Find(id, Hash(id));
    }

    /// <summary>Keeps a user. One who is no member is the newest of the leavers from now on.</summary>
    /// <param name="userId">The user.</param>
    /// <param name="user">What is known.</param>
    /// <param name="clock">The group's clock, milliseconds since 1970.</param>
    public void Set(string userId, in UserState user, long clock)
    {
        Span<byte> buffer = stackalloc byte[VendorId.MaxBytes];
        Set(Encode(userId, buffer), user, clock);
    }

    /// <inheritdoc cref="Set(string, in UserState, long)"/>
    public void Set(ReadOnlySpan<byte> id, in UserState user, long clock)
    {
        var hash = Hash(id);
        var place = Find(id, hash);
        if (place < 0)
        {
            place = Add(id, hash);
        }
        else if (!_slots[place].IsMember)
        {
            Unlink(place);
        }

        _slots[place].Keep(user, clock);
        if (!user.IsMember)
        {
            Link(place);
        }
    }

    public void GiveRole(int place, GroupRole role, long time) => _slots[place].GiveRole(role, time);

    public IEnumerable<UserRow> Rows()
    {
        for (var place = 0; place < _end; place++)
        {
            if (_slots[place].IsUsed)
            {
                yield return Row(place);
            }
        }
    }

    public IEnumerable<UserRow> Members()
    {
        for (var place = 0; place < _end; place++)
        {
            if (_slots[place].IsMember)
            {
                yield return Row(place);
            }
        }
    }

    public void EnsureCapacity(int count)
    {
        if (count > _slots.Length)
        {
            Grow(count);
        }
    }

    private UserRow Row(int place) =>
        new(place, _ids.AsMemory(_slots[place].IdAt, _slots[place].IdLength), _slots[place].State);

    private ReadOnlySpan<byte> IdOf(int place) => _ids.AsSpan(_slots[place].IdAt, _slots[place].IdLength);

    private int Find(ReadOnlySpan<byte> id, int hash)
    {
        if (Count == 0)
        {
            return -1;
        }

        for (var place = Bucket(hash) - 1; place >= 0; place = _slots[place].Next - 1)
        {
            if (_slots[place].Hash == hash && IdOf(place).SequenceEqual(id))
            {
                return place;
            }
        }

        return -1;
    }

    private ref int Bucket(int hash) => ref _slots[(uint)hash % (uint)_slots.Length].Bucket;

    private static ReadOnlySpan<byte> Encode(string userId, Span<byte> buffer) =>
        Encoding.UTF8.TryGetBytes(userId, buffer, out var length) ? buffer[..length] : Encoding.UTF8.GetBytes(userId);

    // The hash of strings, whose secret nobody can choose ids against that all fall on one place. It takes two bytes at a time.
    private static int Hash(ReadOnlySpan<byte> id)
    {
        var hash = string.GetHashCode(MemoryMarshal.Cast<byte, char>(id), StringComparison.Ordinal);
        return id.Length % 2 == 0 ? hash : unchecked((hash * 31) + id[^1]);
    }
}
