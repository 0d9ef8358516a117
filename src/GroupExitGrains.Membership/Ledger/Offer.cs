using System.Diagnostics;

namespace GroupExitGrains.Membership;

/// <summary>A callback on its way through a ledger.</summary>
/// <param name="Callback">The callback.</param>
/// <param name="Ticket">Its place among those that were offered to this ledger.</param>
/// <param name="Attempt">How often the journal has refused it.</param>
/// <param name="Wave">With which others it was refused last.</param>
internal readonly record struct Offer(Callback Callback, long Ticket, int Attempt = 0, Wave? Wave = null)
{
    /// <summary>The span that it is offered in; absent if it is not traced.</summary>
    public Activity? Span { get; init; }
}
