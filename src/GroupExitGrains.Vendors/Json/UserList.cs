using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Json;

/// <summary>Gathers the users a callback names: each once, with the highest role given, in the order first named.</summary>
internal sealed class UserList
{
    // Up to here looking through the list is cheaper than keeping an index of it.
    private const int Short = 16;

    private readonly List<ChangedUser> _users = [];
    private Dictionary<string, int>? _index;

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
        if (_users.Count <= Short)
        {
            return _users.FindIndex(user => string.Equals(user.UserId, userId, StringComparison.Ordinal));
        }

        if (_index is null)
        {
            _index = new Dictionary<string, int>(_users.Count * 2, StringComparer.Ordinal);
            for (var i = 0; i < _users.Count; i++)
            {
                _index.Add(_users[i].UserId, i);
            }
        }

        return _index.GetValueOrDefault(userId, -1);
    }
}
