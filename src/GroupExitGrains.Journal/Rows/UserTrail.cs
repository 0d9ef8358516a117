using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>
/// What a user's entries, from the first to the last, come to: exits counted, and for each group the latest applied entry
/// about membership, which says whether the user is in.
/// </summary>
internal sealed class UserTrail
{
    private readonly Dictionary<long, Latest> _latest = [];
    private long _quit;
    private long _kicked;
    private long _dismissed;
    private long _left;

    public bool IsEmpty { get; private set; } = true;

    public ExitCounts Exits => new(_quit, _kicked, _dismissed, _left);

    /// <summary>The groups that the user is in, each with the entry that says so.</summary>
    public IEnumerable<Latest> In => _latest.Values.Where(latest => latest.IsIn);

    public void Add(long groupKey, long callbackKey, EntryKind kind, EntryEffect effect, DateTimeOffset? since)
    {
        IsEmpty = false;
        if (effect != EntryEffect.Applied)
        {
            return;
        }

        switch (kind)
        {
            case EntryKind.Joined or EntryKind.Imported:
                _latest[groupKey] = new(groupKey, callbackKey, kind, since, IsIn: true);
                return;
            case EntryKind.Quit: _quit++; break;
            case EntryKind.Kicked: _kicked++; break;
            case EntryKind.Dismissed: _dismissed++; break;
            case EntryKind.Left: _left++; break;
            default: return;
        }

        _latest[groupKey] = new(groupKey, callbackKey, kind, since, IsIn: false);
    }

    /// <summary>The latest applied entry about a user's membership of a group.</summary>
    internal readonly record struct Latest(
        long GroupKey, long CallbackKey, EntryKind Kind, DateTimeOffset? Since, bool IsIn)
    {
        /// <summary>The membership, given the callback of the entry; absent where membership is not tracked.</summary>
        public UserMembership? Membership(CallbackFacts facts) => facts.Untracked
            ? null
            : new(facts.Group.GroupId, Since ?? (Kind == EntryKind.Joined ? facts.ChangedAt : null));
    }
}
