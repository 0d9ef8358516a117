namespace GroupExitGrains.Membership;

/// <summary>What a callback reports. The numbers are stored; they never change meaning.</summary>
public enum ChangeKind : byte
{
    /// <summary>The group was created, with its first members.</summary>
    Created = 1,

    /// <summary>Users joined, were invited or added.</summary>
    Joined = 2,

    /// <summary>Users left by their own choice.</summary>
    Quit = 3,

    /// <summary>Users were removed.</summary>
    Kicked = 4,

    /// <summary>The group was disbanded.</summary>
    Dismissed = 5,

    /// <summary>Ownership was transferred.</summary>
    OwnerChanged = 6,

    /// <summary>Users were made or unmade admin.</summary>
    RoleChanged = 7,

    /// <summary>The full list of members, given over the admin API.</summary>
    Imported = 8,
}
