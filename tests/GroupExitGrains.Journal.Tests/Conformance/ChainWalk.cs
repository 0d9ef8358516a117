using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>Walks a group's chain as an auditor would: from what is stored alone.</summary>
internal static class ChainWalk
{
    /// <summary>The first sequence that does not hold; null if all do, head row included.</summary>
    public static async Task<long?> FirstBrokenAsync(
        IJournal journal, GroupKey group, CancellationToken cancellationToken)
    {
        GroupHead head = default;
        try
        {
            await foreach (var stored in journal.ReadAsync(group, 0, withRequests: true, cancellationToken))
            {
                var expected = EntryChain.Hash(head.Hash, EntryChain.Digest(stored.FactsBytes.Span), stored.Entry);
                var facts = CallbackFactsCodec.Decode(stored.FactsBytes.Span);
                var requestHolds = stored.RequestBytes is not { } request
                    || EntryChain.Digest(request.Span) == facts.RequestDigest;
                var previousHolds = stored.PreviousHash is not { } previous || previous == head.Hash;
                if (stored.Entry.Sequence != head.Sequence + 1 || stored.Entry.Hash != expected || !requestHolds || !previousHolds)
                {
                    return head.Sequence + 1;
                }

                head = new(stored.Entry.Sequence, stored.Entry.Hash);
            }

            var record = await journal.FindGroupAsync(group, cancellationToken);
            return record?.Summary.Head == head ? null : record?.Summary.Head.Sequence;
        }
        catch (JournalDamagedException)
        {
            return head.Sequence + 1;
        }
    }
}
