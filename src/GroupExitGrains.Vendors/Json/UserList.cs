using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Json;

/// <summary>Gathers the users a callback names: each once, with the highest role given, in the order first named.</summary>
internal sealed class UserList
{
    // Up to here looking through the list is cheaper than keeping an index of it.
    private const int Short = 16;

    private readonly List<ChangedUser> _users;
    private readonly Dictionary<string, int>? _index;

    /// <summary>Makes an empty list.</summary>
    /// <param name="expected">How many users there may be; there may be more.</param>
    public UserList(int expected)
    {
        _users = new List<ChangedUser>(expected);
        _index = expected > Short ? new Dictionary<string, int>(expected, StringComparer.Ordinal) : null;
    }

    public IReadOnlyList<ChangedUser> Users => _users;

    public void Add(string userId, GroupRole role)
    {
        var known = IndexOf(userId);
        if (known < 0)
        {
            _index?.Add(userId, _users.Count);
            _users.Add(new ChangedUser(userId, role));
        }
        else if (role > _users[known].Role)
        {
            _users[known] = new ChangedUser(userId, role);
        }
    }

    private int IndexOf(string userId)
    {
        if (_index is not null)
        {
            return _index.GetValueOrDefault(userId, -1);
        }

        for (var i = 0; i < _users.Count; i++)
        {
            if (string.Equals(_users[i].UserId, userId, StringComparison.Ordinal))
            {
                return i;
            }
        }

        return -1;
    }
}
