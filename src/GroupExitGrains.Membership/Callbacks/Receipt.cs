namespace GroupExitGrains.Membership;

/// <summary>What became of a callback. Given only when it is durable.</summary>
/// <param name="CallbackId">The callback.</param>
/// <param name="State">Recorded, a duplicate, or durable with its entries still to come.</param>
/// <param name="DuplicateOf">The callback that it repeats.</param>
public readonly record struct Receipt(CallbackId CallbackId, CallbackState State, CallbackId? DuplicateOf = null);
