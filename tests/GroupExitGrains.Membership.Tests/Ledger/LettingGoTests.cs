using System.Runtime.CompilerServices;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Membership.Tests.Ledger;

/// <summary>What a group keeps of a callback that is durable: nothing but what it has come to.</summary>
public sealed class LettingGoTests
{
    [Fact]
    public async Task Record_Durable_LetsGoOfTheCallbackAndOfWhatUndoesIt()
    {
        var journal = new ForgetfulJournal();
        var ledger = new GroupLedger(Tell.Group, journal, new MemorySnapshots(), new LedgerOptions(), NullLogger.Instance);
        await RecordAsync(ledger);

        GC.Collect();

        journal.Appends.ShouldBe(1);
        journal.LastFacts.TryGetTarget(out _).ShouldBeFalse();
        journal.LastReport.TryGetTarget(out _).ShouldBeFalse("it is kept with what undoes the callback");
        journal.LastSummary.TryGetTarget(out _).ShouldBeFalse("the state says the same");
        (await ledger.FindAsync()).ShouldNotBeNull().Joined.ShouldBe(1);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task RecordAsync(GroupLedger ledger) => await ledger.RecordAsync(Tell.Joined("ann"));

    /// <summary>Says that everything is durable, and keeps none of it.</summary>
    private sealed class ForgetfulJournal : IJournal
    {
        public int Appends { get; private set; }

        public WeakReference<CallbackFacts> LastFacts { get; } = new(null!);

        public WeakReference<Task> LastReport { get; } = new(null!);

        public WeakReference<GroupSummary> LastSummary { get; } = new(null!);

        public Task<AppendOutcome> AppendAsync(Append append)
        {
            Appends++;
            LastFacts.SetTarget(append.Facts);
            LastSummary.SetTarget(append.Summary);

            // The runtime keeps the tasks of common results for itself.
            var report = new TaskCompletionSource<AppendOutcome>();
            LastReport.SetTarget(report.Task);
            report.SetResult(AppendOutcome.Appended);
            return report.Task;
        }

        public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
            Task.FromResult<GroupRecord?>(null);

        public IAsyncEnumerable<StoredEntry> ReadAsync(
            GroupKey group, long afterSequence, bool withRequests, CancellationToken cancellationToken) =>
            AsyncEnumerable.Empty<StoredEntry>();

        public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
            Task.FromResult<StoredCallback?>(null);

        public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<GroupKey>>([]);
    }
}
