using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// Group commit: gathers what all groups append while the last commit is on its way, and commits it in one statement. A lone
/// append does not wait for company. The writer has a thread of its own, which waits for the server: on a thread of the pool, every
/// batch would wait behind the requests that the batch before it has set free.
/// </summary>
internal sealed class AppendWriter : IAsyncDisposable
{
    private readonly CommitQueue<QueuedAppend> _queue;
    private readonly WriterConnection _connection;
    private readonly BatchCommitter _committer;
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AppendWriter(WriterConnection connection, int maxBatchRows, QueueBounds bounds, ILogger logger)
    {
        _connection = connection;
        _queue = new CommitQueue<QueuedAppend>(maxBatchRows, bounds, Company.Few, TimeProvider.System);
        _committer = new BatchCommitter(connection, logger);
        new Thread(Write) { IsBackground = true, Name = "journal writer" }.Start();
    }

    /// <exception cref="ArgumentException">The append contradicts itself.</exception>
    public Task<AppendOutcome> AppendAsync(Append append)
    {
        AppendShape.Check(append);
        var queued = new QueuedAppend(append);
        return _queue.Add(queued) is { } refusal ? Task.FromException<AppendOutcome>(refusal) : queued.Task;
    }

    /// <summary>Makes durable what was accepted, then closes the connection.</summary>
    public async ValueTask DisposeAsync()
    {
        _queue.Close();
        await _ended.Task;
        _connection.Dispose();
        _queue.Dispose();
    }

    private void Write()
    {
        try
        {
            var batch = new List<QueuedAppend>();
            while (_queue.Take(batch))
            {
                Write(batch);
            }
        }
        finally
        {
            _ended.SetResult();
        }
    }

    private void Write(List<QueuedAppend> batch)
    {
        try
        {
            _committer.Commit(batch);
        }
#pragma warning disable CA1031 // Whatever goes wrong, those who wait are told, and the next batch has its turn.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            var unavailable = new JournalUnavailableException("The append failed: " + exception.Message, exception);
            foreach (var append in batch)
            {
                append.Fail(unavailable);
            }

            _connection.Lose();
        }
    }
}
