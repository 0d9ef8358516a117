using GroupExitGrains.Journal.Spool.Disk;
using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Journal.Spool.Segments;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Spool;

/// <summary>
/// Callbacks on local disk, verified and not decided on, that wait for the journal. Needs nothing but its folder, so it opens
/// whether the journal is there or not. <see cref="SpoolingGroups"/> fills and drains it.
/// </summary>
public sealed class CallbackSpool : IAsyncDisposable
{
    private CallbackSpool(CallbackSpoolOptions options, TimeProvider time, SpoolIndex index, SegmentStore store)
    {
        Options = options;
        Time = time;
        Index = index;
        Store = store;
    }

    internal CallbackSpoolOptions Options { get; }

    internal TimeProvider Time { get; }

    internal SpoolIndex Index { get; }

    internal SegmentStore Store { get; }

    internal bool IsEmpty => Index.Depth == 0;

    internal bool IsFull =>
        Store.ClaimedBytes >= Options.MaxBytes
        || (Index.Oldest is { } oldest && Time.GetUtcNow() - UnixTime.Read(oldest.SpooledAt) > Options.MaxAge);

    /// <summary>
    /// Opens a folder, making it if it is not there, and reads what an earlier process left in it. Only one process at a time
    /// has a folder open.
    /// </summary>
    /// <exception cref="ArgumentException">An option cannot work; the message names it.</exception>
    /// <exception cref="IOException">The folder cannot be used, or another process has it open.</exception>
    public static CallbackSpool Open(CallbackSpoolOptions options, TimeProvider time, ILogger<CallbackSpool> logger)
    {
        options.Validate();
        return Open(DiskFolder.Open(options.Folder), options, time, logger);
    }

    internal static CallbackSpool Open(
        ISpoolFolder folder, CallbackSpoolOptions options, TimeProvider time, ILogger<CallbackSpool> logger)
    {
        var index = new SpoolIndex(options, time);
        try
        {
            return new CallbackSpool(options, time, index, SegmentStore.Open(folder, options, index, logger));
        }
        catch
        {
            folder.Dispose();
            throw;
        }
    }

    /// <inheritdoc cref="ISpool.Find"/>
    public Callback? Find(CallbackId id)
    {
        foreach (var record in Index.Find(id))
        {
            try
            {
                var callback = CallbackCodec.Decode(Store.Read(record));
                if (callback.Id == id)
                {
                    return callback;
                }
            }
            catch (Exception exception) when (exception is JournalDamagedException or ObjectDisposedException)
            {
                // Drained in this moment, or unreadable: the drain reports that.
            }
        }

        return null;
    }

    /// <summary>Waits for what is being written, then lets go of the folder. What waits is drained after the next opening.</summary>
    public ValueTask DisposeAsync() => Store.DisposeAsync();

    /// <summary>Makes a callback durable in the place reserved for it; gives the place back if that fails.</summary>
    /// <exception cref="JournalUnavailableException">The spool is full or its disk fails.</exception>
    internal async Task AppendAsync(GroupQueue queue, Callback callback, TimeSpan within)
    {
        byte[] payload;
        try
        {
            ThrowIfRefusing();
            payload = CallbackCodec.Encode(callback);
        }
        catch
        {
            Index.Release(queue);
            throw;
        }

        try
        {
            await Store
                .AppendAsync(
                    queue,
                    new CallbackHeading(callback.Id, callback.Group, callback.ReceivedAt),
                    payload,
                    Time.GetUtcNow().ToUnixTimeMilliseconds())
                .WaitAsync(within, Time);
        }
        catch (TimeoutException exception)
        {
            Store.Stall(within);
            throw new JournalUnavailableException("The spool's disk did not take a callback in time.", exception);
        }
    }

    private void ThrowIfRefusing()
    {
        if (IsFull)
        {
            throw new JournalUnavailableException("The journal is away and the spool is full.");
        }

        if (Store.IsBehind)
        {
            throw new JournalUnavailableException("The journal is away and the spool's disk does not answer.");
        }
    }
}
