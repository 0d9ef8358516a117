using System.Collections.Concurrent;
using GroupExitGrains.Conformance;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Cluster.Tests.Hosting;

/// <summary>
/// Many senders, each of which offers a quit, waits for the answer and offers the next, and an account of what they were
/// told. Nobody sends anything twice, as no vendor does.
/// </summary>
internal sealed class Load(IReadOnlyList<GroupKey> groups, int callbacks)
{
    private readonly ConcurrentBag<Callback> _acknowledged = [];
    private readonly ConcurrentBag<(Callback Callback, Exception Reason)> _refused = [];
    private readonly ConcurrentDictionary<int, TaskCompletionSource> _milestones = new();
    private int _offered;
    private int _answered;

    public int Acknowledged => _acknowledged.Count;

    public int Refused => _refused.Count;

    /// <summary>Why callbacks were refused, for a message.</summary>
    public string Reasons => string.Join('\n', _refused.Select(refused => refused.Reason.ToString()).Distinct().Take(5));

    /// <summary>Completes when so many callbacks were answered, one way or the other.</summary>
    public Task AnsweredAsync(int count) => Milestone(count).Task;

    /// <summary>Sends all callbacks. Each goes to the door that the function gives for it.</summary>
    public Task RunAsync(int senders, Func<int, IGroups> door) =>
        Task.WhenAll(Enumerable.Range(0, senders).Select(_ => SendAsync(door)));

    /// <summary>
    /// Holds the histories against what the senders were told: what was acknowledged is there once, what was not is there at
    /// most once, no sequence has a gap, and every chain is sound.
    /// </summary>
    public async Task ShouldBeAccountedForAsync(GroupCluster cluster)
    {
        await using var storage = await cluster.OpenStorageAsync();
        var acknowledged = _acknowledged.Select(callback => callback.Id).ToHashSet();
        var offered = acknowledged.Concat(_refused.Select(refused => refused.Callback.Id)).ToHashSet();
        var found = new HashSet<CallbackId>();
        foreach (var group in groups)
        {
            var sequence = 0L;
            await foreach (var stored in storage.Journal.ReadAsync(
                group, 0, withRequests: false, TestContext.Current.CancellationToken))
            {
                stored.Entry.Sequence.ShouldBe(++sequence);
                var id = CallbackFactsCodec.Decode(stored.FactsBytes.Span).CallbackId;
                found.Add(id).ShouldBeTrue($"{id} is in the history twice.");
            }

            var ledger = new GroupLedger(
                group, storage.Journal, storage.Snapshots, new LedgerOptions(), NullLogger.Instance);
            if (await ledger.VerifyAsync(TestContext.Current.CancellationToken) is { } verification)
            {
                verification.Reason.ShouldBeNull();
                verification.Entries.ShouldBe(sequence);
            }
        }

        acknowledged.Except(found).ShouldBeEmpty();
        found.Except(offered).ShouldBeEmpty();
        offered.Count.ShouldBe(callbacks);
    }

    private async Task SendAsync(Func<int, IGroups> door)
    {
        for (var i = Next(); i < callbacks; i = Next())
        {
            var callback = Sample.Callback(groups[i % groups.Count], ChangeKind.Quit, $"u{i}");
            try
            {
                var receipt = await door(i).RecordAsync(callback, TestContext.Current.CancellationToken);
                receipt.State.ShouldBe(CallbackState.Recorded);
                _acknowledged.Add(callback);
            }
            catch (JournalUnavailableException exception)
            {
                _refused.Add((callback, exception));
            }

            Milestone(Interlocked.Increment(ref _answered)).TrySetResult();
        }
    }

    private int Next() => Interlocked.Increment(ref _offered) - 1;

    private TaskCompletionSource Milestone(int count) => _milestones.GetOrAdd(
        count, _ => new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
}
