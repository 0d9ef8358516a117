namespace GroupExitGrains.Membership;

/// <summary>Kinds of audit entry. The numbers are stored and hashed.</summary>
public enum EntryKind : byte
{
    /// <summary>The group was created. No user.</summary>
    Created = 1,

    /// <summary>The user joined, was invited or added, or is an initial member of a created group.</summary>
    Joined = 2,

    /// <summary>The user left by own choice.</summary>
    Quit = 3,

    /// <summary>The user was removed by owner, admin or app.</summary>
    Kicked = 4,

    /// <summary>The group was disbanded: one entry for each member, and one without a user for the group.</summary>
    Dismissed = 5,

    /// <summary>The user is gone, found by an import; the cause is unknown.</summary>
    Left = 6,

    /// <summary>The user is the new owner.</summary>
    OwnerChanged = 7,

    /// <summary>The user was made or unmade admin.</summary>
    RoleChanged = 8,

    /// <summary>
    /// The user was present in an import. Without a user: an import of an empty list into a group not known to
    /// have any members, recorded because it makes the membership complete.
    /// </summary>
    Imported = 9,
}
