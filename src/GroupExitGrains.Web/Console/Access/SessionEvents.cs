using System.Security.Claims;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Console;

/// <summary>
/// A session holds the digest of the key that it was begun with and nothing else: the key's role, scope and expiry are looked
/// up at each request, so that it ends with the key.
/// </summary>
internal sealed class SessionEvents(Keyring keys, TimeProvider time) : CookieAuthenticationEvents
{
    private const string Digest = "digest";

    /// <summary>What the cookie holds, encrypted, of whoever came with a key.</summary>
    public static ClaimsPrincipal Of(AdminKey key) =>
        new(new ClaimsIdentity([new Claim(Digest, key.DigestText)], ConsoleAccess.Scheme));

    public override async Task ValidatePrincipal(CookieValidatePrincipalContext context)
    {
        ArgumentNullException.ThrowIfNull(context);
        var digest = context.Principal?.FindFirst(Digest)?.Value;
        var key = digest is null ? null : await keys.FindAsync(Convert.FromHexString(digest));
        if (key is null || key.ExpiresAt <= time.GetUtcNow())
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(ConsoleAccess.Scheme);
            return;
        }

        context.ReplacePrincipal(new ClaimsPrincipal(new KeyIdentity(key, AdminDoor.Console)));
    }

    public override Task RedirectToLogin(RedirectContext<CookieAuthenticationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);

        // Whoever reads a feed cannot sign in on the way.
        if (context.HttpContext.GetEndpoint()?.Metadata.GetMetadata<NotAPage>() is not null)
        {
            context.Response.StatusCode = StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        // A form that was sent cannot be sent again from here.
        context.Response.Redirect(HttpMethods.IsPost(context.Request.Method) ? Links.SignIn : Links.SignInTo(context.Request));
        return Task.CompletedTask;
    }

    public override Task RedirectToAccessDenied(RedirectContext<CookieAuthenticationOptions> context)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ConsoleErrors.WriteAsync(
            context.HttpContext, StatusCodes.Status403Forbidden, "Your key does not allow this",
            $"The key '{context.HttpContext.User.Identity?.Name}' may look, but not change anything here. Sign in with one whose role is operator or admin.");
    }
}

/// <summary>An address of the console that is read by a program: it is refused with a status, not sent to sign in.</summary>
internal sealed record NotAPage;
