using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Putting what was refused through again.</summary>
internal static class ReplayResource
{
    private const string Vouching =
        "Whoever calls this vouches for the sender: path secret, network, signature and request time are not checked again. What the "
        + "request says must hold, read with the source's settings of now: its shape, its ids, its SDKAppID. The callback keeps its id and "
        + "its time of receipt, so a second replay adds nothing.";

    public static RouteGroupBuilder MapReplay(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/rejections").WithTags("Rejections").KeepsToScope();

        group.MapPost("/{rejectionId}/replay", ReplayAsync)
            .RequireRole(AdminRole.Operator)
            .WithSummary("Puts a rejected callback through again.")
            .WithDescription(Vouching)
            .Answers(Examples.Replay)
            .Fails(Problems.UnknownRejection);

        group.MapPost("/replay", ReplayManyAsync)
            .RequireRole(AdminRole.Operator)
            .WithSummary("Puts rejected callbacks through again, by cause and time, oldest first.")
            .WithDescription(
                Vouching + " Anybody can send what is refused for a wrong secret: look at a `dryRun` first, and name the vendor's `network`. "
                + "A call looks at `limit` rejections; `next` continues, as `cursor`. Those recorded by an earlier replay are skipped.")
            .WithMetadata(BodyExample.Of(Examples.ReplayRequest))
            .Answers(Examples.Replays)
            .Fails(Problems.InvalidBody, Problems.InvalidCursor, Problems.UnsupportedMediaType);

        return group;
    }

    private static async Task<Results<Ok<ReplayView>, ProblemHttpResult>> ReplayAsync(
        string rejectionId, HttpContext context, SourceScope scope, IRejections rejections, SingleReplay replay)
    {
        if (!CallbackId.TryParse(rejectionId, out var id) || await rejections.FindAsync(id, context.RequestAborted) is not { } rejection)
        {
            return RejectionsResource.Unknown(rejectionId);
        }

        scope.Require(rejection.Source);
        var outcome = await replay.RunAsync(context, rejection);
        return outcome.Word == ReplayOutcome.Unavailable
            ? throw new JournalUnavailableException("The callback could not be made durable; it can be replayed again.")
            : TypedResults.Ok(ReplayView.Of(rejection, outcome));
    }

    private static async Task<Ok<ReplaysView>> ReplayManyAsync(
        HttpContext context, SourceScope scope, IRejections rejections, RejectionReplayer replayer, ActionLog actions, TimeProvider time)
    {
        var asked = await ApiBody.ReadAsync(context, ApiBodies.Default.ReplayRequest);
        var bulk = BulkReplay.Read(asked, scope);
        var stop = context.RequestAborted;
        if (bulk.IsDryRun)
        {
            return TypedResults.Ok(await bulk.RunAsync(rejections, rejection => replayer.PreviewAsync(rejection, CancellationToken.None), time, stop));
        }

        var by = context.Actor().Name;
        return TypedResults.Ok(await actions.DoAsync(
            context,
            AdminActions.RejectionsReplayed,
            "/rejections",
            BulkReplay.Describe(asked),
            async () =>
            {
                var done = await bulk.RunAsync(rejections, rejection => replayer.ReplayAsync(rejection, by, CancellationToken.None), time, stop);
                return new Ending<ReplaysView>(done, done.Next is null ? AdminActions.Done : "to-be-continued", Counts(done));
            }));
    }

    private static JsonObject Counts(ReplaysView done)
    {
        var counts = new JsonObject { ["examined"] = done.Examined, ["skipped"] = done.Skipped };
        foreach (var (outcome, count) in done.Outcomes)
        {
            counts[outcome] = count;
        }

        return counts;
    }
}
