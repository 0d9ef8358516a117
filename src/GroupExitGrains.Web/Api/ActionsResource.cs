using System.Globalization;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>Who changed what over this API.</summary>
internal static class ActionsResource
{
    private const string Listing = "actions";

    public static RouteGroupBuilder MapActions(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/actions").WithTags("Administration").NeedsEverySource();

        group.MapRead("", ListAsync, AdminRole.Admin)
            .WithSummary("What was changed over this API and from the command line, newest first.")
            .WithDescription(
                "A change of keys is one entry. An import and a replay are two with the same `id`: `begun`, durable before anything "
                + "is changed, and how it ended. One that has no end was cut short; what came of it shows in its target.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<ActionView>([Examples.Action], Examples.Cursor))
            .Fails(Problems.InvalidCursor);

        group.MapRead("/verify", VerifyAsync, AdminRole.Admin)
            .WithSummary("Walks the hash chain of actions, and holds the keys against it.")
            .WithDescription("`entries` counts actions. A key that no action made, or that is not as it was made, is named in `reason`.")
            .Answers(Examples.Verification);

        return group;
    }

    private static async Task<Ok<PageView<ActionView>>> ListAsync(
        ApiQuery query, IAdministration administration, CancellationToken cancellationToken)
    {
        var page = await administration.ActionsAsync(Cursor.Read(query, Listing)?.Number(), query.Limit(), cancellationToken);
        var next = page is { Next: not null, Items: [.., var last] }
            ? new Cursor(Listing, false, last.Sequence.ToString(CultureInfo.InvariantCulture)).ToString()
            : null;
        return TypedResults.Ok(new PageView<ActionView>([.. page.Items.Select(ActionView.Of)], next));
    }

    private static async Task<Ok<VerificationView>> VerifyAsync(IAdministration administration, CancellationToken cancellationToken)
    {
        try
        {
            var verification = await administration.VerifyAsync(cancellationToken);
            ChainChecks.Actions(verification.Valid);
            return TypedResults.Ok(VerificationView.Of(verification));
        }
        catch (JournalDamagedException damage)
        {
            // Damage is an answer to this question, not a failure to answer it.
            ChainChecks.Actions(valid: false);
            return TypedResults.Ok(new VerificationView(false, 0, null, null, damage.Message));
        }
    }
}
