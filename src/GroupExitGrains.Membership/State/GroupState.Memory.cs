namespace GroupExitGrains.Membership;

// Those who are no members are remembered for a while, so that what arrives late is known to be late.
internal sealed partial class GroupState
{
    private UserState Touch(string userId)
    {
        var heard = _users.TryGetValue(userId, out var user);
        UndoLog?.Add(new Undo(userId, heard ? user : null));
        if (!heard)
        {
            return UserState.Unheard;
        }

        _rememberedCount -= user.IsMember ? 0 : 1;
        return user;
    }

    private void Store(string userId, UserState user, long sequence)
    {
        user.Last = _lastChange;
        if (!user.IsMember)
        {
            user.SinceOrStamp = sequence;
            _rememberedCount++;
            (_remembered ??= new Queue<Remembered>(1)).Enqueue(new Remembered(userId, sequence, Clock));
        }

        MakeRoomFor(userId);
        _users[userId] = user;
    }

    // A dictionary that is full doubles. Very many small groups would be half empty.
    private void MakeRoomFor(string userId)
    {
        var count = _users.Count;
        if (count == _users.Capacity && !_users.ContainsKey(userId))
        {
            _users.EnsureCapacity(count + 1 + (count / 4));
        }
    }

    private void Forget()
    {
        if (_remembered is { Count: > 1024 } && _remembered.Count > 2 * _rememberedCount)
        {
            _remembered = new Queue<Remembered>(_remembered.Where(IsCurrent));
        }

        var horizon = Clock - (long)options.LeaversRememberedFor.TotalMilliseconds;
        while (_remembered is not null && _remembered.TryPeek(out var oldest))
        {
            var counts = IsCurrent(oldest);
            if (counts && oldest.Clock >= horizon && _rememberedCount <= options.LeaversRemembered)
            {
                return;
            }

            _remembered.Dequeue();
            if (counts)
            {
                UndoLog?.Add(new Undo(oldest.UserId, _users[oldest.UserId]));
                _users.Remove(oldest.UserId);
                _rememberedCount--;
            }
        }
    }

    private bool IsCurrent(Remembered remembered) =>
        _users.TryGetValue(remembered.UserId, out var user) && !user.IsMember && user.SinceOrStamp == remembered.Stamp;
}
