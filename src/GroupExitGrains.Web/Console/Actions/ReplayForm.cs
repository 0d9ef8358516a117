using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Console;

/// <summary>Puts a rejection through again; its page then says what came of it.</summary>
internal static class ReplayForm
{
    public static void MapReplays(this IEndpointRouteBuilder console) =>
        console.MapPost(Links.Replay, ReplayAsync).NeedsSession(AdminRole.Operator).TakesOwnForms();

    private static async Task<IResult> ReplayAsync(HttpContext context, SourceScope scope, IRejections rejections, SingleReplay replay)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var text = form["id"].ToString();
        if (!CallbackId.TryParse(text, out var id) || await rejections.FindAsync(id, context.RequestAborted) is not { } rejection)
        {
            throw Problems.UnknownRejection.Exception($"No rejection has the id '{text}'. It may have made room for newer ones.");
        }

        scope.Require(rejection.Source);
        await replay.RunAsync(context, rejection);
        return Results.LocalRedirect(Links.To(Links.Rejection, ("id", $"{id}")));
    }
}
