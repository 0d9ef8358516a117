namespace GroupExitGrains.Membership;

// Those who are no members, in the order in which that was last heard: the oldest is forgotten first.
internal sealed partial class UserTable
{
    private int _oldest;
    private int _newest;

    public int LeaverCount { get; private set; }

    /// <summary>The clock that the one who is forgotten next is kept with; false if there is nobody.</summary>
    public bool TryPeekOldestLeaver(out long clock)
    {
        clock = _oldest == 0 ? default : _slots[_oldest - 1].Clock;
        return _oldest != 0;
    }

    /// <summary>Removes the oldest leaver and says what it was.</summary>
    public UserRow RemoveOldestLeaver()
    {
        var place = _oldest - 1;
        var row = Row(place);
        Unlink(place);
        Remove(place);
        ShrinkIfSparse();
        return row;
    }

    /// <summary>Leavers, the oldest first, with the clock that each is kept with.</summary>
    public IEnumerable<(UserRow User, long Clock)> Leavers()
    {
        for (var place = _oldest - 1; place >= 0; place = _slots[place].Newer - 1)
        {
            yield return (Row(place), _slots[place].Clock);
        }
    }

    private void Link(int place)
    {
        ref var slot = ref _slots[place];
        (slot.Older, slot.Newer) = (_newest, 0);
        Newer(_newest) = place + 1;
        _newest = place + 1;
        LeaverCount++;
    }

    private void Unlink(int place)
    {
        ref var slot = ref _slots[place];
        Newer(slot.Older) = slot.Newer;
        Older(slot.Newer) = slot.Older;
        LeaverCount--;
    }

    private ref int Newer(int link)
    {
        if (link == 0)
        {
            return ref _oldest;
        }

        return ref _slots[link - 1].Newer;
    }

    private ref int Older(int link)
    {
        if (link == 0)
        {
            return ref _newest;
        }

        return ref _slots[link - 1].Older;
    }
}
