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
internal sealed partial class ApiKeyHandler(
    Keyring keys,
    FailedAttempts attempts,
    TimeProvider time,
    IOptionsMonitor<AuthenticationSchemeOptions> options,
    ILoggerFactory logger,
    UrlEncoder encoder)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, logger, encoder)
{
    private const string Prefix = "Bearer ";

    private ProblemKind _problem = Problems.KeyUnknown;
    private TimeSpan? _wait;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization;
        if (header.Count == 0)
        {
            return AuthenticateResult.NoResult();
        }

        var sender = Context.Sender();
        if (attempts.Wait(sender) is { } wait)
        {
            (_problem, _wait) = (Problems.TooManyAttempts, wait);
            return AuthenticateResult.Fail("Too many wrong keys came from this address; none is looked at for a while.");
        }

        if (header.Count > 1 || header[0] is not { } value || !value.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase))
        {
            attempts.Add(sender);
            return AuthenticateResult.Fail("The Authorization header is not of the form 'Bearer <key>'.");
        }

        AdminKey? key;
        try
        {
            key = await keys.FindAsync(value[Prefix.Length..].Trim());
        }
        catch (JournalUnavailableException)
        {
            // It may have been wrong: without this, those in the settings could be guessed at while the database is away.
            attempts.Add(sender);
            throw;
        }

        if (key is null)
        {
            attempts.Add(sender);
            LogRefused(Logger, sender?.ToString());
            return AuthenticateResult.Fail("The key is not known here.");
        }

        if (key.ExpiresAt <= time.GetUtcNow())
        {
            attempts.Add(sender);
            _problem = Problems.KeyExpired;
            return AuthenticateResult.Fail($"The key '{key.Name}' has expired.");
        }

        return AuthenticateResult.Success(new AuthenticationTicket(new ClaimsPrincipal(new KeyIdentity(key)), Scheme.Name));
    }

    protected override async Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        var failure = (await HandleAuthenticateOnceSafeAsync()).Failure;
        if (_wait is { } wait)
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
            : _problem.Result(failure.Message);
        await problem.ExecuteAsync(Context);
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var needed = Context.GetEndpoint().NeededRole();
        return Problems.RoleInsufficient
            .Result($"The key '{Context.User.Identity?.Name}' lacks the role '{needed.Kebab()}' that {Request.Method} needs here.")
            .ExecuteAsync(Context);
    }

    [LoggerMessage(321, LogLevel.Warning, "A wrong key to the admin API came from {Sender}")]
    private static partial void LogRefused(ILogger logger, string? sender);
}
