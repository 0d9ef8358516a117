using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Overload;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>
/// Keeps what was refused, so that a wrong setting loses nothing. A sender who is refused is told so whether or not that
/// works, and soon: storage may be down.
/// </summary>
internal sealed partial class RejectionLog(
    IRejections rejections, SourceActivity activity, GroupExitOptions options, TimeProvider time, ILogger<RejectionLog> logger)
{
    private static readonly TimeSpan AnsweredAfter = TimeSpan.FromMilliseconds(250);

    // Storage that hangs must not fill the memory with what strangers send.
    private const int MostUnderWay = 64;
    private readonly LogRate _failures = new(time, perSecond: 20);
    private int _underWay;

    /// <summary>Returns when the rejection is stored, or when nobody should wait for that any longer.</summary>
    /// <param name="rejection">The rejection.</param>
    /// <param name="share">What its request has taken, which is not given back before it is stored.</param>
    public async Task KeepAsync(Rejection rejection, RequestShare? share = null)
    {
        if (Interlocked.Increment(ref _underWay) > MostUnderWay)
        {
            Interlocked.Decrement(ref _underWay);
            activity.RejectionNotKept(rejection.Source);
            return;
        }

        var storing = StoreAsync(rejection);
        share?.Outlast(storing);
        await storing.WaitAsync(AnsweredAfter, time).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task StoreAsync(Rejection rejection)
    {
        using var deadline = new CancellationTokenSource(options.AnswerWithin, time);
        try
        {
            await rejections.AddAsync(rejection, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception fault)
        {
            activity.RejectionNotKept(rejection.Source);
            if (_failures.Admits(out var left))
            {
                LogNotKept(fault, rejection.Source, rejection.Cause, left);
            }
        }
        finally
        {
            Interlocked.Decrement(ref _underWay);
        }
    }
}
