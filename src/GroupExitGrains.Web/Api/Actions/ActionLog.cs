using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Writes down what is changed over the API: that it begins, durably, before it does, and how it ended. Of a process that dies
/// in between the first half stays, and says where to look.
/// </summary>
internal sealed partial class ActionLog(IAdministration administration, TimeProvider time, ILogger<ActionLog> logger)
{
    private static readonly TimeSpan EndWithin = TimeSpan.FromSeconds(5);

    /// <summary>An action that is one entry, for a change that is made together with it.</summary>
    public AdminActionDraft Whole(HttpContext context, string what, string target, string details) =>
        Draft(context, what, target, details) with { Outcome = AdminActions.Done };

    /// <summary>Makes a change between the two entries that say so.</summary>
    /// <exception cref="JournalUnavailableException">It could not be written down, so nothing was changed; or the change says so itself.</exception>
    public async Task<T> DoAsync<T>(HttpContext context, string what, string target, JsonObject details, Func<Task<Ending<T>>> change)
    {
        var draft = Draft(context, what, target, details.ToJsonString());
        await administration.ActAsync(draft, context.RequestAborted);
        Ending<T> ending;
        try
        {
            ending = await change();
        }
        catch (Exception fault)
        {
            // Only the first says that nothing was changed.
            var outcome = fault switch
            {
                GroupWaitsException => "refused",
                JournalUnavailableException => "unavailable",
                OperationCanceledException => "unknown",
                _ => "failed",
            };
            await EndAsync(draft, outcome, draft.Details);
            throw;
        }

        await EndAsync(draft, ending.Outcome, ending.Details.ToJsonString());
        return ending.Value;
    }

    private AdminActionDraft Draft(HttpContext context, string what, string target, string details)
    {
        var now = time.GetUtcNow().WholeMilliseconds();
        return new AdminActionDraft
        {
            Id = CallbackId.New(now),
            At = now,
            Actor = context.Actor(),
            What = what,
            Outcome = AdminActions.Begun,
            Target = target,
            Details = details,
        };
    }

    // The change is made, whether or not this can be written; and nobody's hanging up keeps it from being written.
    private async Task EndAsync(AdminActionDraft begun, string outcome, string details)
    {
        using var deadline = new CancellationTokenSource(EndWithin, time);
        try
        {
            var ended = begun with { At = time.GetUtcNow().WholeMilliseconds(), Outcome = outcome, Details = details };
            await administration.ActAsync(ended, deadline.Token).WaitAsync(deadline.Token);
        }
        catch (Exception fault)
        {
            LogEndNotKept(fault, begun.What, begun.Id, outcome);
        }
    }

    [LoggerMessage(330, LogLevel.Error, "The end of action {What} {Id} could not be written down: {Outcome}")]
    private partial void LogEndNotKept(Exception fault, string what, CallbackId id, string outcome);
}

/// <summary>How a change ended.</summary>
/// <param name="Value">What it gave.</param>
/// <param name="Outcome">A kebab-case word.</param>
/// <param name="Details">What there is to say of it.</param>
internal sealed record Ending<T>(T Value, string Outcome, JsonObject Details);
