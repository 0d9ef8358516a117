namespace GroupExitGrains.Journal.Commit;

/// <summary>
/// Tells those who wait for a batch, away from the writer. Waking a worker for each of them would cost more than what most of
/// them do next, so a few workers tell all; those who wait for the same group are told by one of them, in order.
/// </summary>
internal static class Announcement
{
    private const int WritesPerWorker = 8;

    /// <summary>Announces what became of writes; those that have failed have been told.</summary>
    public static void Of(IReadOnlyCollection<IQueuedWrite> batch)
    {
        var workers = Math.Clamp((batch.Count + WritesPerWorker - 1) / WritesPerWorker, 1, Environment.ProcessorCount);
        var lots = new List<IQueuedWrite>[workers];
        foreach (var write in batch)
        {
            var lot = workers == 1 ? 0 : (int)((uint)(write.Group?.GetHashCode() ?? 0) % (uint)workers);
            (lots[lot] ??= new List<IQueuedWrite>(batch.Count)).Add(write);
        }

        foreach (var lot in lots)
        {
            if (lot is not null)
            {
                ThreadPool.UnsafeQueueUserWorkItem(CompleteAll, lot, preferLocal: false);
            }
        }
    }

    private static void CompleteAll(List<IQueuedWrite> writes)
    {
        foreach (var write in writes)
        {
            write.Complete();
        }
    }
}
