using System.Globalization;
using System.Security.Claims;
using System.Text.Encodings.Web;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Net.Http.Headers;

namespace GroupExitGrains.Web.Api;

/// <summary>Tells who calls from <c>Authorization: Bearer</c>.</summary>
internal sealed class ApiKeyHandler(
    KeyCheck check,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    private KeyVerdict? _verdict;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        var presented = header is [{ } value] && value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? value[Prefix.Length..].Trim() : null;
        _verdict = await check.CheckAsync(presented, Context.Sender());
        return _verdict.Key is { } key
            ? AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new KeyIdentity(key, AdminDoor.Api)), Scheme.Name))
            : AuthenticateResult.Fail(_verdict.Detail);
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (_verdict?.Wait is { } wait)
        {
            Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }
        else
        {
            Response.Headers[HeaderNames.WWWAuthenticate] =
                failure is null ? "Bearer realm=\"groupexit\"" : "Bearer realm=\"groupexit\", error=\"invalid_token\"";
        }

        var problem = failure is null
            ? Problems.KeyMissing.Result("Send 'Authorization: Bearer <key>' with a key to the admin API.")
            : (_verdict?.Problem ?? Problems.KeyUnknown).Result(failure.Message);
        await problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint().NeededRole();
        return Problems.RoleInsufficient
            .Result($"The key '{Context.User.Identity?.Name}' lacks the role '{needed.Kebab()}' that {Request.Method} needs here.")
            .ExecuteAsync(Context);
    }
}
