namespace GroupExitGrains.Membership;

// A group of very many that was dismissed is a small one a day later, and all of its places would still be walked.
internal sealed partial class UserTable
{
    private const int FewPlaces = 1024;

    private void ShrinkIfSparse()
    {
        if (_end <= FewPlaces || Count >= _end / 4)
        {
            return;
        }

        var (slots, ids, end, oldest) = (_slots, _ids, _end, _oldest);
        (_slots, _ids) = (new UserSlot[Larger(Count)], new byte[Larger(_idsInUse)]);
        (_end, _firstFree, _idsEnd, _idsInUse, _oldest, _newest) = (0, 0, 0, 0, 0, 0);
        (Count, LeaverCount) = (0, 0);
        for (var place = 0; place < end; place++)
        {
            if (slots[place].IsMember)
            {
                Take(slots[place], ids);
            }
        }

        for (var place = oldest - 1; place >= 0; place = slots[place].Newer - 1)
        {
            Take(slots[place], ids);
        }
    }

    private void Take(in UserSlot slot, byte[] ids) =>
        Set(ids.AsSpan(slot.IdAt, slot.IdLength), slot.State, slot.Clock);
}
