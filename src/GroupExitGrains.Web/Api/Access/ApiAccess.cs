using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Api;

/// <summary>Who may call what: a policy per role, named like the role.</summary>
internal static class ApiAccess
{
    public const string Scheme = "groupexit-key";

    public static void AddApiAccess(this IServiceCollection services)
    {
        // The scheme is named by the policies only. As default it would run for every webhook as well; a lone scheme is
        // the default unless another name is.
        services.AddAuthentication(options => options.DefaultAuthenticateScheme = "none")
            .AddScheme<AuthenticationSchemeOptions, ApiKeyHandler>(Scheme, configureOptions: null);

        services.AddSingleton<IAuthorizationPolicyProvider, RolePolicies>();
        var policies = services.AddAuthorizationBuilder();
        foreach (var role in Enum.GetValues<AdminRole>())
        {
            policies.AddPolicy(role.Kebab(), policy => policy
                .AddAuthenticationSchemes(Scheme)
                .RequireAuthenticatedUser()
                .RequireRole(role.Kebab()));
        }
    }

    public static TBuilder RequireRole<TBuilder>(this TBuilder builder, AdminRole role)
        where TBuilder : IEndpointConventionBuilder =>
        builder.RequireAuthorization(role.Kebab());

    /// <summary>The highest role that an endpoint asks for.</summary>
    public static AdminRole NeededRole(this Endpoint? endpoint) => endpoint?.Metadata
        .GetOrderedMetadata<IAuthorizeData>()
        .Select(data => Kebab<AdminRole>.TryRead(data.Policy, out var role) ? role : AdminRole.Reader)
        .DefaultIfEmpty()
        .Max() ?? AdminRole.Reader;
}
