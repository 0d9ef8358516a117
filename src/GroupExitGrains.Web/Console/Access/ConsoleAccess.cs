using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Console;

/// <summary>
/// Who may see which page: a policy per role, fulfilled by a session and by nothing else. The API takes no session, so no
/// other site can make a browser call it.
/// </summary>
internal static class ConsoleAccess
{
    public const string Scheme = "groupexit-session";
    private static readonly TimeSpan Idle = TimeSpan.FromHours(8);

    public static void AddConsoleAccess(this IServiceCollection services)
    {
        services.AddSingleton<SessionEvents>();
        services.AddAuthentication().AddCookie(Scheme, cookie =>
        {
            cookie.Cookie.Name = Scheme;
            cookie.Cookie.HttpOnly = true;
            cookie.Cookie.SameSite = SameSiteMode.Strict;
            cookie.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            cookie.ExpireTimeSpan = Idle;
            cookie.SlidingExpiration = true;
            cookie.LoginPath = Links.SignIn;
            cookie.ReturnUrlParameter = Links.Return;
            cookie.EventsType = typeof(SessionEvents);
        });
        services.AddAntiforgery(antiforgery =>
        {
            antiforgery.Cookie.Name = "groupexit-form";
            antiforgery.Cookie.HttpOnly = true;
            antiforgery.Cookie.SameSite = SameSiteMode.Strict;
            antiforgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;

            // The content security policy says so already, and more strictly.
            antiforgery.SuppressXFrameOptionsHeader = true;
        });

        var policies = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<AdminRole>())
        {
            policies.AddPolicy(PolicyOf(role), policy => policy
                .AddAuthenticationSchemes(Scheme)
                .RequireAuthenticatedUser()
                .RequireRole(role.Kebab()));
        }
    }

    public static TBuilder NeedsSession<TBuilder>(this TBuilder builder, AdminRole role = AdminRole.Reader)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(PolicyOf(role));

    private static string PolicyOf(AdminRole role) => $"console-{role.Kebab()}";
}
