using System.Text;

namespace GroupExitGrains.Membership;

// Reads show what is durable, not what is on its way: they look at the state through the undo of what is in flight.
public sealed partial class GroupLedger
{
    private long _duplicates;

    // The journal has heard of the group.
    private bool _isKnown;

    // What is durable where the state says something else: while it is ahead of the journal. It would double what a small group takes.
    private GroupSummary? _durable;

    /// <summary>What is known of the group; null if it has never been heard of.</summary>
    /// <exception cref="JournalUnavailableException">The group is not loaded and the journal could not be read.</exception>
    public Task<GroupSummary?> FindAsync() => ReadAsync((_, summary) => summary);

    /// <summary>Current members by user id, those after <paramref name="after"/>; null for an unknown group.</summary>
    public Task<Page<Member>?> MembersAsync(string? after, int limit) => ReadAsync((state, summary) =>
    {
        var members = MemberPage.Select(DurableMembers(state), after, limit + 1);
        var page = members.Take(limit).Select(member => ToMember(member.UserId, member.State, summary.OwnerId)).ToList();
        return new Page<Member>(page, members.Count > limit ? page[^1].UserId : null);
    });

    /// <summary>One current member; null if the user is not known to be one.</summary>
    public Task<Member?> MemberAsync(string userId) => ReadAsync((state, summary) =>
    {
        UserState? user = Overlay().TryGetValue(userId, out var before) ? before : state[userId];
        return user is { IsMember: true } member ? ToMember(userId, member, summary.OwnerId) : null;
    });

    private async Task<T?> ReadAsync<T>(Func<GroupState, GroupSummary, T?> read)
        where T : class
    {
        while (true)
        {
            await LoadAsync();
            lock (_gate)
            {
                // It may have been dropped again since.
                if (_state is not null)
                {
                    Settle();
                    return _isKnown
                        ? read(_state, (_durable ?? _state.Summary(_lastReceivedAt)) with { Duplicates = _duplicates })
                        : null;
                }
            }
        }
    }

    /// <summary>
    /// Settles now rather than when the group is next asked: what undoes the callback would be kept for as long as the group is,
    /// in every small group of very many.
    /// </summary>
    private void LetGo()
    {
        lock (_gate)
        {
            Settle();
        }
    }

    /// <summary>Before the state goes ahead of the journal: keeps what is durable for those who read. Called under the gate.</summary>
    private void KeepDurable(GroupState state)
    {
        Settle();
        if (_isKnown && _inFlight.IsEmpty)
        {
            _durable ??= state.Summary(_lastReceivedAt);
        }
    }

    /// <summary>Moves what the journal has reported durable out of flight. Called under the gate.</summary>
    private void Settle()
    {
        while (_inFlight.TryPeek(out var flight)
            && flight.Task.IsCompletedSuccessfully && flight.Task.Result == AppendOutcome.Appended)
        {
            _isKnown = true;
            _duplicates += flight.IsDuplicate ? 1 : 0;
            _inFlight.Dequeue();

            // Where nothing else is in flight, the state says the same.
            _durable = _inFlight.IsEmpty ? null : flight.Summary;
        }
    }

    private IEnumerable<UserRow> DurableMembers(GroupState state)
    {
        var members = state.Users.Members();
        if (_inFlight.IsEmpty)
        {
            return members;
        }

        var overlay = Overlay();
        var hidden = overlay.Keys.Select(state.Users.Find).ToHashSet();
        return members
            .Where(member => !hidden.Contains(member.Place))
            .Concat(overlay
                .Where(user => user.Value is { IsMember: true })
                .Select(user => new UserRow(-1, Encoding.UTF8.GetBytes(user.Key), user.Value!.Value)));
    }

    private Dictionary<string, UserState?> Overlay()
    {
        var overlay = new Dictionary<string, UserState?>(StringComparer.Ordinal);
        foreach (var flight in _inFlight.InOrder())
        {
            foreach (var undo in flight.Undo)
            {
                // The first one is what the user was before any of them.
                overlay.TryAdd(undo.UserId, undo.Before);
            }
        }

        return overlay;
    }

    private static Member ToMember(string userId, in UserState user, string? ownerId)
    {
        var role = string.Equals(userId, ownerId, StringComparison.Ordinal) ? GroupRole.Owner
            : user.Role == GroupRole.Owner ? GroupRole.Member
            : user.Role;
        return new Member(
            userId, role, user.Since == UserState.Never ? null : UnixTime.Read(user.Since));
    }
}
