namespace GroupExitGrains.Membership;

/// <summary>Whether a group exists. The numbers are stored.</summary>
public enum GroupStatus : byte
{
    /// <summary>Not known to be dismissed.</summary>
    Active = 1,

    /// <summary>Disbanded.</summary>
    Dismissed = 2,
}
