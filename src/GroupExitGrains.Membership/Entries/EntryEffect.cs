namespace GroupExitGrains.Membership;

/// <summary>What an entry did to the group. The numbers are stored and hashed.</summary>
public enum EntryEffect : byte
{
    /// <summary>It changed the group, or is an exit that happened.</summary>
    Applied = 1,

    /// <summary>It was already so. A join may still bring a role along that was not known.</summary>
    NoOp = 2,

    /// <summary>Something newer is known of the same aspect, membership or role; that aspect stays as it is.</summary>
    Stale = 3,
}
