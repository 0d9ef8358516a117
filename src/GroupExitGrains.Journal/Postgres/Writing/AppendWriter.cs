using GroupExitGrains.Journal.Commit;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>
/// Group commit: gathers what all groups append while the last commit is on its way, and commits it in one statement. A lone
/// append does not wait for company.
/// </summary>
internal sealed class AppendWriter : IAsyncDisposable
{
    private readonly CommitQueue<QueuedAppend> _queue;
    private readonly WriterConnection _connection;
    private readonly BatchCommitter _committer;
    private readonly Task _writing;

    public AppendWriter(WriterConnection connection, int maxBatchRows, QueueBounds bounds, ILogger logger)
    {
        _connection = connection;
        _queue = new CommitQueue<QueuedAppend>(maxBatchRows, bounds, Company.NearlyAll, TimeProvider.System);
        _committer = new BatchCommitter(connection, logger);
        _writing = Task.Run(WriteAsync);
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
        await _writing;
        await _connection.DisposeAsync();
        _queue.Dispose();
    }

    private async Task WriteAsync()
    {
        var batch = new List<QueuedAppend>();
        while (await _queue.TakeAsync(batch))
        {
            try
            {
                await _committer.CommitAsync(batch);
            }
#pragma warning disable CA1031 // Whatever goes wrong, those who wait are told, and the next batch has its turn.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                await _connection.LoseAsync();
                var unavailable = new JournalUnavailableException("The append failed: " + exception.Message, exception);
                foreach (var append in batch)
                {
                    append.Fail(unavailable);
                }
            }
        }
    }
}
