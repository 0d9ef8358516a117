namespace GroupExitGrains.Membership;

/// <summary>What an entry did to the group. The numbers are stored and hashed.</summary>
public enum EntryEffect : byte
{
    /// <summary>It changed the group, or is an exit that happened.</summary>
    Applied = 1,

    /// <summary>It was already so.</summary>
    NoOp = 2,

    /// <summary>Something newer is known; it changed nothing.</summary>
    Stale = 3,
}
