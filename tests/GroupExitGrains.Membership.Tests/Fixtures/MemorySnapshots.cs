using System.Collections.Concurrent;

namespace GroupExitGrains.Membership.Tests.Fixtures;

/// <summary>Snapshots in memory, which a test may alter or lose.</summary>
internal sealed class MemorySnapshots : ISnapshots
{
    private readonly ConcurrentDictionary<GroupKey, Snapshot> _snapshots = new();

    /// <summary>What saving throws.</summary>
    public Exception? SavingFails { get; set; }

    /// <summary>How many were saved.</summary>
    public int Saved { get; private set; }

    public Snapshot? this[GroupKey group]
    {
        get => _snapshots.GetValueOrDefault(group);
        set
        {
            if (value is null)
            {
                _snapshots.TryRemove(group, out _);
            }
            else
            {
                _snapshots[group] = value;
            }
        }
    }

    public Task<Snapshot?> LoadAsync(GroupKey group, CancellationToken cancellationToken) =>
        Task.FromResult(this[group]);

    public Task SaveAsync(GroupKey group, Snapshot snapshot, CancellationToken cancellationToken)
    {
        if (SavingFails is { } exception)
        {
            return Task.FromException(exception);
        }

        Saved++;
        _snapshots.AddOrUpdate(
            group, snapshot, (_, old) => old.Head.Sequence > snapshot.Head.Sequence ? old : snapshot);
        return Task.CompletedTask;
    }
}
