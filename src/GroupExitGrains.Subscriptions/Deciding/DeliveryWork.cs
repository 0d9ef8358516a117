using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions;

/// <summary>Something to do for a group. Until it is reported done, there is nothing else to do for that group.</summary>
/// <param name="Group">The group.</param>
internal abstract record DeliveryWork(GroupKey Group)
{
    /// <summary>Deliver the group's next event.</summary>
    /// <param name="Audit">The entry.</param>
    /// <param name="Attempt">Which attempt it is, from 1.</param>
    /// <param name="FirstAttemptAt">When the first was made; absent if this is it.</param>
    /// <param name="IsEarly">It is made before its time, and is not one of those of the schedule if it fails.</param>
    public sealed record Send(AuditEntry Audit, int Attempt, DateTimeOffset? FirstAttemptAt, bool IsEarly) : DeliveryWork(Audit.Facts.Group);

    /// <summary>Deliver an event beside the order.</summary>
    /// <param name="Letter">Which.</param>
    public sealed record Redeliver(DeadLetter Letter) : DeliveryWork(Letter.Group);

    /// <summary>Read the group's next entries.</summary>
    /// <param name="Of">The group.</param>
    /// <param name="AfterSequence">Those behind this one.</param>
    /// <param name="Limit">So many at most.</param>
    /// <param name="Until">What is read now has every entry of the group up to this position.</param>
    public sealed record Fetch(GroupKey Of, long AfterSequence, int Limit, long Until) : DeliveryWork(Of);
}
