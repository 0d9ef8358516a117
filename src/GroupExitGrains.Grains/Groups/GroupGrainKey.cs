using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>
/// Keys of <see cref="IGroupGrain"/>: the source, percent-encoded, a slash, and the group id as it is. The first slash ends
/// the source, and no such key can be taken for a number or a UUID, which Orleans would store in another form.
/// </summary>
public static class GroupGrainKey
{
    /// <summary>A group's key.</summary>
    public static string Of(GroupKey group) => ScopedKey.Of(group.Source, group.GroupId);

    /// <summary>The group of a key.</summary>
    /// <exception cref="FormatException">It is not a key that <see cref="Of"/> makes.</exception>
    public static GroupKey Parse(string key)
    {
        var (source, groupId) = ScopedKey.Parse(key);
        return new GroupKey(source, groupId);
    }
}
