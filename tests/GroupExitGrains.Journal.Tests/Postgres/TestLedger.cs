using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>
/// Does with one group what a ledger does: appends to the head it knows; when it was refused or does not know what became of
/// an append, reads the head again and offers the same callback on top of it.
/// </summary>
internal sealed class TestLedger(IJournal journal, string groupId)
{
    private GroupHead? _head;

    public static GroupKey Key(string groupId) => new("openim", groupId);

    /// <summary>Appends a callback about one user.</summary>
    /// <returns>True if the journal said that it appended it; false if it had it already.</returns>
    public async Task<bool> AppendAsync(string userId, Func<Task> afterFailure)
    {
        var told = new GroupStory(groupId).Tell(EntryKind.Joined, userId);
        while (true)
        {
            try
            {
                var append = Continuing(told, await HeadAsync());
                switch (await journal.AppendAsync(append))
                {
                    case AppendOutcome.Appended:
                        _head = append.Summary.Head;
                        return true;
                    case AppendOutcome.AlreadyAppended:
                        _head = null;
                        return false;
                    default:
                        _head = null;
                        break;
                }
            }
            catch (JournalUnavailableException)
            {
                _head = null;
                await afterFailure();
            }
        }
    }

    /// <summary>The one entry of an append, on top of another head.</summary>
    public static Append Continuing(Append told, GroupHead head)
    {
        var entry = told.Entries[0] with { Sequence = head.Sequence + 1 };
        entry = entry with { Hash = EntryChain.Hash(head.Hash, EntryChain.Digest(told.FactsBytes.Span), entry) };
        return new()
        {
            Group = told.Group,
            Expected = head,
            Summary = told.Summary with { Head = new(entry.Sequence, entry.Hash) },
            Part = AppendPart.Whole,
            Facts = told.Facts,
            FactsBytes = told.FactsBytes,
            RequestBytes = told.RequestBytes,
            Entries = [entry],
        };
    }

    private async Task<GroupHead> HeadAsync() => _head
        ??= (await journal.FindGroupAsync(Key(groupId), CancellationToken.None))?.Summary.Head ?? default;
}
