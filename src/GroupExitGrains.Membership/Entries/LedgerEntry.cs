namespace GroupExitGrains.Membership;

/// <summary>
/// One entry of a group's history without what it shares with the other entries of its callback
/// (<see cref="CallbackFacts"/>).
/// </summary>
/// <param name="Sequence">Its number in the group: 1, 2, 3 and so on without a gap.</param>
/// <param name="Kind">What happened.</param>
/// <param name="UserId">To whom; absent for the group itself.</param>
/// <param name="Role">The role given; for an owner change or a role change the new one.</param>
/// <param name="WasMember">The user was known as a member; never a statement that the user was not.</param>
/// <param name="Effect">What it changed.</param>
/// <param name="Since">Imports only: when the user joined, as the importer says.</param>
/// <param name="Hash">The chain's digest up to and including this entry.</param>
public readonly record struct LedgerEntry(
    long Sequence,
    EntryKind Kind,
    string? UserId,
    GroupRole Role,
    bool WasMember,
    EntryEffect Effect,
    DateTimeOffset? Since,
    EntryHash Hash);
