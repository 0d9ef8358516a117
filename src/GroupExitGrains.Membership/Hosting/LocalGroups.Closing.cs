namespace GroupExitGrains.Membership;

public sealed partial class LocalGroups
{
    /// <summary>A ledger that is closed may save a snapshot first.</summary>
    private static readonly ParallelOptions FewAtATime = new() { MaxDegreeOfParallelism = 4 };

    private readonly Lock _trimming = new();
    private int _newSinceTrim;

    /// <summary>Completes when those that are too many have been let go.</summary>
    internal Task Trimming { get; private set; } = Task.CompletedTask;

    private int Margin => Math.Max(1, _maxActive / 16);

    /// <summary>Closes the ledgers that nobody has asked anything for the given time.</summary>
    public async Task CloseIdleAsync(TimeSpan idle)
    {
        foreach (var (group, entry) in _ledgers)
        {
            if (_time.GetElapsedTime(entry.LastAsked) >= idle)
            {
                await TryCloseAsync(group, entry);
            }
        }
    }

    private Entry NewEntry(GroupKey group)
    {
        // Counting all of them takes all of the dictionary's locks.
        if (Interlocked.Increment(ref _newSinceTrim) > Margin)
        {
            StartTrimming();
        }

        return new(new GroupLedger(group, _journal, _snapshots, _options, _logger));
    }

    private void StartTrimming()
    {
        lock (_trimming)
        {
            if (Trimming.IsCompleted)
            {
                Trimming = Task.Run(TrimAsync);
            }
        }
    }

    private async Task TrimAsync()
    {
        Interlocked.Exchange(ref _newSinceTrim, 0);
        var surplus = _ledgers.Count - (_maxActive - Margin);
        if (surplus <= Margin)
        {
            return;
        }

        await Parallel.ForEachAsync(
            _ledgers.ToArray().OrderBy(ledger => ledger.Value.LastAsked).Take(surplus),
            FewAtATime,
            async (ledger, _) => await TryCloseAsync(ledger.Key, ledger.Value));
    }

    private async Task TryCloseAsync(GroupKey group, Entry entry)
    {
        if (await entry.Ledger.TryCloseAsync())
        {
            _ledgers.TryRemove(KeyValuePair.Create(group, entry));
        }
    }
}
