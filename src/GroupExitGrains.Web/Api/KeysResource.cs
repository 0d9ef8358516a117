using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>The keys to this API: made, listed, revoked.</summary>
internal static class KeysResource
{
    private const string Listing = "keys";

    public static RouteGroupBuilder MapKeys(this IEndpointRouteBuilder api)
    {
        var group = api.MapGroup("/admin/keys").WithTags("Administration").NeedsEverySource();

        group.MapRead("", ListAsync, AdminRole.Admin)
            .WithSummary("Every key there is and was: first those in the settings, by name, then the others, oldest first.")
            .Takes(ApiParameter.Limit, ApiParameter.Cursor)
            .Answers(new PageView<KeyView>([Examples.Key], Examples.Cursor))
            .Fails(Problems.InvalidCursor);

        group.MapRead("/{keyId}", FindAsync, AdminRole.Admin)
            .WithSummary("A key that was made here.")
            .Answers(Examples.Key)
            .Fails(Problems.UnknownKey);

        group.MapPost("", AddAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Makes a key. The answer shows it, this once.")
            .WithDescription("Of the key only its SHA-256 is kept: it has 256 random bits, which no guessing reaches.")
            .WithMetadata(BodyExample.Of(Examples.KeyRequest))
            .Answers(Examples.NewKey, StatusCodes.Status201Created)
            .Fails(Problems.InvalidBody, Problems.UnsupportedMediaType);

        group.MapDelete("/{keyId}", RevokeAsync)
            .RequireRole(AdminRole.Admin)
            .WithSummary("Revokes a key, here at once and in other processes within five seconds.")
            .WithDescription("Revoking a key again changes nothing. Keys in the settings are taken out there.")
            .Produces(StatusCodes.Status204NoContent)
            .Fails(Problems.UnknownKey);

        return group;
    }

    private static async Task<Ok<PageView<KeyView>>> ListAsync(
        ApiQuery query, AdminKeys configured, IAdministration administration, TimeProvider time, CancellationToken cancellationToken)
    {
        var (after, limit, now) = (Cursor.Read(query, Listing)?.Place, query.Limit(), time.GetUtcNow());
        var stored = await administration.KeysAsync(cancellationToken);
        var page = configured.All.Select(key => (Place: $"0{key.Name}", View: KeyView.Of(key, now)))
            .Concat(stored.Select(key => (Place: $"1{key.Id}", View: KeyView.Of(key, now))))
            .OrderBy(key => key.Place, StringComparer.Ordinal)
            .Where(key => string.CompareOrdinal(key.Place, after) > 0)
            .Take(limit + 1)
            .ToList();
        var next = page.Count > limit ? new Cursor(Listing, true, page[limit - 1].Place).ToString() : null;
        return TypedResults.Ok(new PageView<KeyView>([.. page.Take(limit).Select(key => key.View)], next));
    }

    private static async Task<Results<Ok<KeyView>, ProblemHttpResult>> FindAsync(
        string keyId, IAdministration administration, TimeProvider time, CancellationToken cancellationToken) =>
        await KeyAsync(administration, keyId, cancellationToken) is { } key
            ? TypedResults.Ok(KeyView.Of(key, time.GetUtcNow()))
            : Unknown(keyId);

    private static async Task<Created<NewKeyView>> AddAsync(
        HttpContext context, IAdministration administration, ActionLog actions, StoredKeys keys, GroupExitOptions options, TimeProvider time)
    {
        var asked = await ApiBody.ReadAsync(context, ApiBodies.Default.KeyRequest);
        var (now, sources, expiresAt) = (time.GetUtcNow(), asked.Sources ?? [], ApiBody.Time(asked.ExpiresAt, "expiresAt"));
        if (NewKey.Fault(asked.Name, sources, expiresAt, now, options) is { } fault)
        {
            throw Problems.InvalidBody.Exception($"{fault}.");
        }

        var role = asked.Role
            ?? throw Problems.InvalidBody.Exception($"role is missing; it is one of {string.Join(", ", Kebab<AdminRole>.Names)}.");
        var made = NewKey.Make(asked.Name!, role, sources, expiresAt, context.Actor().Name, now);
        var stored = made.Stored;
        await administration.AddKeyAsync(
            stored,
            actions.Whole(context, AdminActions.KeyCreated, AdminActions.TargetOfKey(stored.Id), AdminChainWalk.DetailsOf(stored)),
            context.RequestAborted);
        keys.Forget();
        return TypedResults.Created(
            $"{AdminApi.Root}/admin/keys/{stored.Id}",
            new NewKeyView(made.Key, stored.Id, stored.Name, stored.Role, stored.Sources, stored.CreatedAt, stored.ExpiresAt));
    }

    private static async Task<Results<NoContent, ProblemHttpResult>> RevokeAsync(
        string keyId, HttpContext context, IAdministration administration, ActionLog actions, StoredKeys keys)
    {
        var action = actions.Whole(context, AdminActions.KeyRevoked, AdminActions.TargetOfKey(keyId), "{}");
        if (!await administration.RevokeKeyAsync(keyId, action, context.RequestAborted)
            && await KeyAsync(administration, keyId, context.RequestAborted) is null)
        {
            return Unknown(keyId);
        }

        keys.Forget(revoked: keyId);
        return TypedResults.NoContent();
    }

    private static async Task<StoredKey?> KeyAsync(IAdministration administration, string id, CancellationToken cancellationToken) =>
        (await administration.KeysAsync(cancellationToken)).FirstOrDefault(key => key.Id == id);

    private static ProblemHttpResult Unknown(string id) =>
        Problems.UnknownKey.Result($"No key with the id '{id}' was made here; those in the settings have no id.");
}
