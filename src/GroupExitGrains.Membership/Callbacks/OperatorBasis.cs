namespace GroupExitGrains.Membership;

/// <summary>How the operator of a change is known. The numbers are stored.</summary>
public enum OperatorBasis : byte
{
    /// <summary>The vendor did not say who acted.</summary>
    Unknown = 0,

    /// <summary>The vendor named the operator.</summary>
    Reported = 1,

    /// <summary>A quit: the leaver acted.</summary>
    Self = 2,
}
