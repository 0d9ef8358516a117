using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>
/// Keeps what was refused, so that a wrong setting loses nothing. A sender who is refused is told so whether or not that
/// works: storage may be down.
/// </summary>
internal sealed partial class RejectionLog(
    IRejections rejections, SourceActivity activity, GroupExitOptions options, TimeProvider time, ILogger<RejectionLog> logger)
{
    public async Task KeepAsync(Rejection rejection)
    {
        using var deadline = new CancellationTokenSource(options.AnswerWithin, time);
        try
        {
            await rejections.AddAsync(rejection, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception fault)
        {
            activity.RejectionNotKept(rejection.Source);
            LogNotKept(fault, rejection.Source, rejection.Cause);
        }
    }
}
