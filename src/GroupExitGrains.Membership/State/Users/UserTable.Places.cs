namespace GroupExitGrains.Membership;

// Places are taken and given back. What is full grows by little, since very many small groups would be half empty.
internal sealed partial class UserTable
{
    private int Add(ReadOnlySpan<byte> id, int hash)
    {
        if (id.Length > ushort.MaxValue)
        {
            throw new JournalDamagedException($"A user id has {id.Length} bytes.");
        }

        if (_firstFree == 0 && _end == _slots.Length)
        {
            Grow(Larger(Count + 1));
        }

        if (_ids.Length - _idsEnd < id.Length)
        {
            PackIds(Larger(checked(_idsInUse + id.Length)));
        }

        var place = _firstFree == 0 ? _end++ : _firstFree - 1;
        ref var slot = ref _slots[place];
        _firstFree = _firstFree == 0 ? 0 : slot.Next;
        (slot.Hash, slot.IdAt, slot.IdLength) = (hash, _idsEnd, (ushort)id.Length);
        id.CopyTo(_ids.AsSpan(_idsEnd));
        _idsEnd += id.Length;
        _idsInUse += id.Length;
        Count++;
        Chain(place);
        return place;
    }

    private void Remove(int place)
    {
        ref var slot = ref _slots[place];
        ref var link = ref Bucket(slot.Hash);
        while (link != place + 1)
        {
            link = ref _slots[link - 1].Next;
        }

        link = slot.Next;
        slot.Free();
        (slot.Next, _firstFree) = (_firstFree, place + 1);
        _idsInUse -= slot.IdLength;
        Count--;
    }

    private void Chain(int place)
    {
        ref var bucket = ref Bucket(_slots[place].Hash);
        (_slots[place].Next, bucket) = (bucket, place + 1);
    }

    private void Grow(int capacity)
    {
        Array.Resize(ref _slots, capacity);
        foreach (ref var slot in _slots.AsSpan())
        {
            slot.Bucket = 0;
        }

        for (var place = 0; place < _end; place++)
        {
            if (_slots[place].IsUsed)
            {
                Chain(place);
            }
        }
    }

    private void PackIds(int capacity)
    {
        var ids = new byte[capacity];
        var end = 0;
        for (var place = 0; place < _end; place++)
        {
            if (_slots[place].IsUsed)
            {
                var id = IdOf(place);
                id.CopyTo(ids.AsSpan(end));
                _slots[place].IdAt = end;
                end += id.Length;
            }
        }

        (_ids, _idsEnd) = (ids, end);
    }

    private static int Larger(int needed) => needed + (needed < 256 ? needed / 2 : needed / 4);
}
