using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>What came of putting a rejection through again.</summary>
/// <param name="Word">One of the words here.</param>
/// <param name="Cause">Why it was refused or ignored.</param>
/// <param name="Detail">Which field is wrong and why.</param>
/// <param name="DuplicateOf">The callback that it repeats.</param>
internal sealed record ReplayOutcome(string Word, string? Cause = null, string? Detail = null, CallbackId? DuplicateOf = null)
{
    /// <summary>It is in the history, or durable with its entries still to come.</summary>
    public const string Recorded = "recorded";

    /// <summary>It repeats another callback.</summary>
    public const string Duplicate = "duplicate";

    /// <summary>It is well formed, and nothing this program uses.</summary>
    public const string Ignored = "ignored";

    /// <summary>It makes no sense, or is of another app.</summary>
    public const string Refused = "refused";

    /// <summary>It could not be made durable, and can be replayed again.</summary>
    public const string Unavailable = "unavailable";

    /// <summary>It would be recorded, unless it turns out to be a duplicate.</summary>
    public const string Recordable = "recordable";

    /// <summary>Nothing that a further replay could add to.</summary>
    public static bool IsFinal(string? word) => word is Recorded or Duplicate;

    public static ReplayOutcome Of(CallbackState state, CallbackId? duplicateOf) =>
        state == CallbackState.Duplicate ? new ReplayOutcome(Duplicate, DuplicateOf: duplicateOf) : new ReplayOutcome(Recorded);
}
