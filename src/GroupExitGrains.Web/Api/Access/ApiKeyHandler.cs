using System.Security.Claims;
using System.Text.Encodings.Web;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GroupExitGrains.Web.Api;

/// <summary>Tells who calls from <c>Authorization: Bearer</c>. A key's user has every role that the key's role includes.</summary>
internal sealed class ApiKeyHandler(
    AdminKeys keys, IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory logger, UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    protected override Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return Task.FromResult(AuthenticateResult.NoResult());
        }

        if (header.Count > 1 || header[0] is not { } value || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            return Task.FromResult(AuthenticateResult.Fail("The Authorization header is not of the form 'Bearer <key>'."));
        }

        return Task.FromResult(keys.Find(value[Prefix.Length..].Trim()) is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(UserOf(key), Scheme.Name))
            : AuthenticateResult.Fail("The key is not known here."));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        Response.Headers[HeaderNames.WWWAuthenticate] =
            failure is null ? "Bearer realm=\"groupexit\"" : "Bearer realm=\"groupexit\", error=\"invalid_token\"";
        var problem = failure is null
            ? Problems.KeyMissing.Result("Send 'Authorization: Bearer <key>' with a key to the admin API.")
            : Problems.KeyUnknown.Result(failure.Message);
        await problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint().NeededRole();
        return Problems.RoleInsufficient
            .Result($"The key '{Context.User.Identity?.Name}' lacks the role '{needed.Kebab()}' that {Request.Method} needs here.")
            .ExecuteAsync(Context);
    }

    private ClaimsPrincipal UserOf(AdminKey key)
    {
        var identity = new ClaimsIdentity(Scheme.Name);
        identity.AddClaim(new Claim(ClaimTypes.Name, key.Name));
        foreach (var role in Enum.GetValues<AdminRole>().Where(role => role <= key.Role))
        {
            identity.AddClaim(new Claim(ClaimTypes.Role, role.Kebab()));
        }

        return new ClaimsPrincipal(identity);
    }
}
