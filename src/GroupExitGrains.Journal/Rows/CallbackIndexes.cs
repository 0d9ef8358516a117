using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>A callback's columns that only serve to find it, held against its facts, as <see cref="EntryIndexes"/> does.</summary>
internal static class CallbackIndexes
{
    /// <exception cref="JournalDamagedException">A column says otherwise than the facts.</exception>
    public static void Check(CallbackFacts facts, CallbackId id, CallbackId? duplicateOf, string? operatorId)
    {
        if (facts.CallbackId != id)
        {
            throw new JournalDamagedException($"The facts of callback {id} are those of {facts.CallbackId}.");
        }

        if (duplicateOf is not null)
        {
            throw new JournalDamagedException($"Callback {id} has entries, though it repeats another.");
        }

        if (operatorId != facts.OperatorId)
        {
            throw new JournalDamagedException($"Callback {id} is filed under another operator.");
        }
    }
}
