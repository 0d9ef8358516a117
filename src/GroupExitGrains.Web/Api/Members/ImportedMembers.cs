using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>The members of an import, each once.</summary>
internal sealed class ImportedMembers(int maxMembers)
{
    private readonly List<ChangedUser> _all = [];
    private readonly Dictionary<string, int> _places = new(StringComparer.Ordinal);

    public IReadOnlyList<ChangedUser> All => _all;

    /// <exception cref="ProblemException">There are too many.</exception>
    public void Add(ChangedUser member)
    {
        if (_places.TryGetValue(member.UserId, out var place))
        {
            _all[place] = Merge(_all[place], member);
            return;
        }

        if (_all.Count == maxMembers)
        {
            throw Problems.TooManyMembers.Exception($"The list has more than {maxMembers} members.");
        }

        _places.Add(member.UserId, _all.Count);
        _all.Add(member);
    }

    private static ChangedUser Merge(ChangedUser one, ChangedUser other) => new(
        one.UserId,
        one.Role > other.Role ? one.Role : other.Role,
        one.Since < other.Since || other.Since is null ? one.Since : other.Since);
}
