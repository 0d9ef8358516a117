namespace GroupExitGrains.Membership;

/// <summary>A member's role. Higher numbers outrank lower ones; they are stored.</summary>
public enum GroupRole : byte
{
    /// <summary>The vendor did not say.</summary>
    Unknown = 0,

    /// <summary>An ordinary member.</summary>
    Member = 1,

    /// <summary>May kick ordinary members.</summary>
    Admin = 2,

    /// <summary>Owns the group.</summary>
    Owner = 3,
}
