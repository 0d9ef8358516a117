namespace GroupExitGrains.Membership;

/// <summary>What the journal did with an append.</summary>
public enum AppendOutcome
{
    /// <summary>It is durable.</summary>
    Appended,

    /// <summary>The group's head is not the expected one, or another callback is being appended in parts. Nothing was written.</summary>
    Refused,

    /// <summary>The journal has this callback already. Nothing was written.</summary>
    AlreadyAppended,
}
