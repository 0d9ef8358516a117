using System.Collections.Concurrent;
using System.Threading.Channels;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>Keeps rejections in the order they come, or fails.</summary>
internal sealed class RecordingRejections : IRejections
{
    private readonly ConcurrentQueue<DateTimeOffset> _dropped = new();
    private readonly Channel<Rejection> _added = Channel.CreateUnbounded<Rejection>();

    public bool Fails { get; set; }

    public bool Hangs { get; set; }

    public int Count => _added.Reader.Count;

    /// <summary>The next one; waits for it.</summary>
    public ValueTask<Rejection> NextAsync() => _added.Reader.ReadAsync(TestContext.Current.CancellationToken);

    public Task AddAsync(Rejection rejection, CancellationToken cancellationToken)
    {
        if (Hangs)
        {
            return new TaskCompletionSource().Task;
        }

        if (Fails)
        {
            throw new JournalUnavailableException("no room");
        }

        return _added.Writer.WriteAsync(rejection, cancellationToken).AsTask();
    }

    public Task<Rejection?> FindAsync(CallbackId id, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task<Page<Rejection>> ListAsync(RejectionQuery query, CancellationToken cancellationToken) => throw new NotSupportedException();

    public Task NoteReplayAsync(CallbackId id, RejectionReplay replay, CancellationToken cancellationToken) =>
        throw new NotSupportedException();

    /// <summary>The times before which it was told to let go.</summary>
    public IReadOnlyCollection<DateTimeOffset> Dropped => _dropped;

    public Task<int> DropAsync(DateTimeOffset receivedBefore, CancellationToken cancellationToken)
    {
        _dropped.Enqueue(receivedBefore);
        return Fails ? throw new JournalUnavailableException("no disk") : Task.FromResult(1);
    }

    public Task<IReadOnlyList<RejectionCount>> CountsAsync(CancellationToken cancellationToken) => throw new NotSupportedException();
}
