using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Api;

/// <summary>Puts one rejection through again on somebody's behalf, and writes down that they did.</summary>
internal sealed class SingleReplay(RejectionReplayer replayer, ActionLog actions)
{
    /// <exception cref="JournalUnavailableException">It could not be written down, or what came of it could not be noted.</exception>
    public Task<ReplayOutcome> RunAsync(HttpContext context, Rejection rejection) => actions.DoAsync(
        context,
        AdminActions.RejectionReplayed,
        $"/rejections/{rejection.Id}",
        new JsonObject { ["source"] = rejection.Source, ["cause"] = rejection.Cause },
        async () =>
        {
            var outcome = await replayer.ReplayAsync(rejection, context.Actor().Name, context.RequestAborted);
            var details = new JsonObject { ["callbackId"] = $"{rejection.Id}", ["cause"] = outcome.Cause };
            return new Ending<ReplayOutcome>(outcome, outcome.Word, details);
        });
}
