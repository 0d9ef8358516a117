using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// The live keys of the database, read at most every two seconds, so that a key that another process revokes is refused here
/// within five. While the database does not answer, what was last read serves for a minute.
/// </summary>
internal sealed partial class StoredKeys(IAdministration administration, TimeProvider time, ILogger<StoredKeys> logger)
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan ServesFor = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private Reading? _last;
    private Task? _reading;
    private long? _triedAt;
    private int _generation;

    /// <summary>The keys that are not revoked, expired ones among them; null if they cannot be told.</summary>
    public async ValueTask<IReadOnlyList<AdminKey>?> LiveAsync()
    {
        Task? reading = null;
        lock (_gate)
        {
            if (_triedAt is not { } tried || time.GetElapsedTime(tried) >= GoodFor)
            {
                reading = _reading ??= ReadAsync(_generation);
            }
        }

        if (reading is not null)
        {
            await reading;
        }

        lock (_gate)
        {
            return _last is { } last && time.GetElapsedTime(last.At) < ServesFor ? last.Keys : null;
        }
    }

    /// <summary>Reads them anew when they are next asked for: this process has changed them.</summary>
    /// <param name="revoked">The id of one that is not to serve any more, even if they cannot be read.</param>
    public void Forget(string? revoked = null)
    {
        lock (_gate)
        {
            if (revoked is not null && _last is { } last)
            {
                _last = last with { Keys = [.. last.Keys.Where(key => key.Id != revoked)] };
            }

            _generation++;
            _triedAt = null;
            _reading = null;
        }
    }

    // Shared by all who wait: one asker's hanging up must not end it.
    private async Task ReadAsync(int generation)
    {
        await Task.Yield();
        var startedAt = time.GetTimestamp();
        using var deadline = new CancellationTokenSource(ReadWithin, time);
        Reading? read = null;
        try
        {
            var stored = await administration.KeysAsync(deadline.Token).WaitAsync(deadline.Token);
            read = new Reading([.. stored.Where(key => key.RevokedAt is null).Select(key => new AdminKey(key))], startedAt);
        }
        catch (Exception fault)
        {
            LogNotRead(fault);
        }

        lock (_gate)
        {
            // What was read before a change is not what is live now.
            if (generation == _generation)
            {
                (_last, _triedAt, _reading) = (read ?? _last, startedAt, null);
            }
        }
    }

    [LoggerMessage(320, LogLevel.Warning, "The admin keys could not be read; those last read serve for a minute, those in the settings always")]
    private partial void LogNotRead(Exception fault);

    private sealed record Reading(IReadOnlyList<AdminKey> Keys, long At);
}
