using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Deciding;

/// <summary>
/// A window over a journal in memory, with a receiver that does as it is told and storage that keeps what was last saved. It
/// does at once, in any order, what a run does beside its loop.
/// </summary>
internal sealed class WindowRig
{
    private readonly DeliveryOptions _options;
    private readonly SubscriptionFilter _filter;
    private readonly Dictionary<GroupKey, WaitingGroup> _savedGroups = [];
    private readonly List<(DeliveryWork Work, IReadOnlyList<AuditEntry>? Fetched)> _underWay = [];
    private long _savedCursor;

    public WindowRig(IReadOnlyList<AuditEntry> journal, DeliveryOptions? options = null, SubscriptionFilter? filter = null)
    {
        Journal = [.. journal];
        _options = options ?? new DeliveryOptions();
        _filter = filter ?? new SubscriptionFilter();
        Window = new DeliveryWindow(_options, 0);
    }

    public DeliveryWindow Window { get; private set; }

    public List<AuditEntry> Journal { get; }

    public List<AuditEntry> Received { get; } = [];

    public DateTimeOffset Now { get; private set; } = Entries.Noon;

    public int MostHeld { get; private set; }

    public int MostBehind { get; private set; }

    public IReadOnlyList<DeliveryWork> UnderWay => [.. _underWay.Select(one => one.Work)];

    public IReadOnlyDictionary<GroupKey, WaitingGroup> SavedGroups => _savedGroups;

    public long SavedCursor => _savedCursor;

    public void Read(int most = 50)
    {
        if (Window.WantsMore)
        {
            Window.Read([.. Journal.Skip((int)Window.ReadPosition).Take(most)], _filter, Now);
        }

        Measure();
    }

    public DeliveryWork? Take()
    {
        if (Window.Take(Now) is not { } work)
        {
            return null;
        }

        // What is read has what is in the journal by then, not what comes until it is reported.
        _underWay.Add((work, work is DeliveryWork.Fetch fetch
            ? [.. Journal.Where(e => e.Facts.Group == fetch.Group && e.Entry.Sequence > fetch.AfterSequence).Take(fetch.Limit)]
            : null));
        return work;
    }

    /// <summary>Reports work done; an event is delivered unless it is to fail.</summary>
    public void Finish(DeliveryWork work, TimeSpan? failFor = null)
    {
        var one = _underWay.Single(one => ReferenceEquals(one.Work, work));
        _underWay.Remove(one);
        switch (work)
        {
            case DeliveryWork.Fetch fetch:
                Window.Fetched(fetch, one.Fetched!, _filter);
                break;
            case DeliveryWork.Send send when failFor is { } wait:
                Window.Failed(send, Now, Now + wait, new DeliveryAnswer(500, "status 500", null, TimeSpan.Zero, null));
                break;
            case DeliveryWork.Send send:
                Received.Add(send.Audit);
                Window.Settled(send, Now);
                break;
        }

        Measure();
    }

    /// <summary>Does whatever there is to do, until there is nothing for now.</summary>
    public void Settle(Func<DeliveryWork.Send, TimeSpan?>? failFor = null)
    {
        do
        {
            Read();
            while (Take() is { } work)
            {
                Finish(work, work is DeliveryWork.Send send ? failFor?.Invoke(send) : null);
            }
        }
        while (Window.WantsMore && Window.ReadPosition < Journal.Count);
    }

    public void Pass(TimeSpan time) => Now += time;

    public void Save()
    {
        _savedCursor = Window.Cursor;
        var (waiting, cleared) = Window.TakeChanges();
        foreach (var group in waiting)
        {
            _savedGroups[group.Group] = group;
        }

        foreach (var group in cleared)
        {
            _savedGroups.Remove(group);
        }
    }

    /// <summary>The process dies, and another one goes on from what was saved.</summary>
    public void Die()
    {
        _underWay.Clear();
        Window = new DeliveryWindow(_options, _savedCursor);
        foreach (var group in _savedGroups.Values)
        {
            Window.Restore(group);
        }
    }

    /// <summary>Every entry that the filter admits was received, and of each group the first receipts are in order.</summary>
    public void ShouldHaveReceivedAll()
    {
        var first = Received.DistinctBy(audit => audit.Position).ToList();
        first.Select(audit => audit.Position).Order()
            .ShouldBe(Journal.Where(_filter.Admits).Select(audit => audit.Position));
        foreach (var group in first.GroupBy(audit => audit.Facts.Group))
        {
            group.Select(audit => audit.Position).ShouldBe(group.Select(audit => audit.Position).Order());
        }
    }

    private void Measure()
    {
        MostHeld = Math.Max(MostHeld, Window.Held);
        MostBehind = Math.Max(MostBehind, Window.Behind);
    }
}
