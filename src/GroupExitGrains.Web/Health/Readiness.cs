using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Health;

/// <summary>Knows whether a callback could be accepted now. Asks storage at most once a second, however often it is asked.</summary>
internal sealed partial class Readiness(
    IHistory history, TimeProvider time, ILogger<Readiness> logger) : IDisposable
{
    private static readonly TimeSpan GoodFor = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan CheckWithin = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _checking = new(1);
    private Check? _last;
    private volatile bool _stopping;

    /// <summary>From now on nothing new is to be sent here.</summary>
    public void TurnOff() => _stopping = true;

    /// <summary>Why a callback could not be accepted; null if it could.</summary>
    public async Task<string?> FaultAsync(CancellationToken cancellationToken)
    {
        if (_stopping)
        {
            return "stopping";
        }

        if (Fresh() is { } known)
        {
            return known.Fault;
        }

        await _checking.WaitAsync(cancellationToken);
        try
        {
            return (Fresh() ?? (_last = new Check(await CheckAsync(), time.GetTimestamp()))).Fault;
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
    private async Task<string?> CheckAsync()
    {
        using var deadline = new CancellationTokenSource(CheckWithin, time);
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
