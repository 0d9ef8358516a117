namespace GroupExitGrains.Membership;

/// <summary>What the groups of one process may take up.</summary>
public sealed record LocalGroupsOptions
{
    private readonly int _maxActiveGroups = 200_000;

    /// <summary>
    /// Groups kept in memory, at least 1; a sixteenth more before those asked for longest ago are let go. Default 200,000.
    /// </summary>
    /// <exception cref="ArgumentOutOfRangeException">It is under 1.</exception>
    public int MaxActiveGroups
    {
        get => _maxActiveGroups;
        init
        {
            ArgumentOutOfRangeException.ThrowIfLessThan(value, 1);
            _maxActiveGroups = value;
        }
    }
}
