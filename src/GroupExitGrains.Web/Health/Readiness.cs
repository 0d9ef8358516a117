using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Health;

/// <summary>
/// Knows whether a callback could be accepted now: by the journal or by the spool. Asks storage at most once a second, however
/// often it is asked, and not at all while callbacks go straight to the spool.
/// </summary>
internal sealed partial class Readiness(
    IHistory history, ISpool spool, GroupExitOptions options, TimeProvider time, ILogger<Readiness> logger) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(2);

    // With a spool nobody waits for storage longer than a callback would.
    private readonly TimeSpan _checkWithin =
        options.Spool.Enabled && options.Spool.Deadline < Longest ? options.Spool.Deadline : Longest;

    private readonly SemaphoreSlim _checking = new(1);
    private Check? _last;
    private volatile bool _stopping;

    /// <summary>From now on nothing new is to be sent here.</summary>
    public void TurnOff() => _stopping = true;

    /// <summary>How this process is.</summary>
    public async Task<Health> CheckAsync(CancellationToken cancellationToken)
    {
        var status = spool.Status;
        if (_stopping)
        {
            return Of("stopping", journalFault: null, status);
        }

        var fault = status.IsJournalAway ? "storage is unavailable" : await StorageFaultAsync(cancellationToken);
        return Of(fault is null || status.CanAccept ? null : $"{fault}{SpoolFault(status)}", fault, status);
    }

    private static Health Of(string? reason, string? journalFault, SpoolStatus spool) => new(
        reason is null ? "ready" : "unavailable",
        reason,
        journalFault ?? (reason is null ? "available" : null),
        spool.IsEnabled ? new SpoolHealth(spool.Depth, spool.OldestReceivedAt, spool.IsFull, spool.LastFault) : null);

    private static string SpoolFault(SpoolStatus spool) =>
        !spool.IsEnabled ? "" : spool.IsFull ? ", and the spool is full" : ", and the spool's disk fails";

    /// <summary>Why storage would not take a callback; null if it would.</summary>
    private async Task<string?> StorageFaultAsync(CancellationToken cancellationToken)
    {
        if (Fresh() is { } known)
        {
            return known.Fault;
        }

        await _checking.WaitAsync(cancellationToken);
        try
        {
            return (Fresh() ?? (_last = new Check(await CheckStorageAsync(), time.GetTimestamp()))).Fault;
        }
        finally
        {
            _checking.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _checking.Dispose();

    private Check? Fresh() => _last is { } last && time.GetElapsedTime(last.At) < GoodFor ? last : null;

    // The outcome is shared, so one asker's hanging up must not decide it.
    private async Task<string?> CheckStorageAsync()
    {
        using var deadline = new CancellationTokenSource(_checkWithin, time);
        try
        {
            await history.CheckAsync(deadline.Token).WaitAsync(deadline.Token);
            return null;
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return "storage did not answer in time";
        }
        catch (Exception fault)
        {
            LogUnavailable(fault);
            return "storage is unavailable";
        }
    }

    private sealed record Check(string? Fault, long At);
}
