using System.Globalization;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Console.Pages;
using GroupExitGrains.Web.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Console;

/// <summary>Signing in with an admin key, and out; and how the pages look, which is kept beside.</summary>
internal static class SessionResource
{
    private static readonly CookieOptions s_theme = new()
    {
        HttpOnly = true,
        SameSite = SameSiteMode.Strict,
        MaxAge = TimeSpan.FromDays(365),
        IsEssential = true,
    };

    public static void MapSessions(this IEndpointRouteBuilder console)
    {
        console.MapGet(Links.SignIn, (HttpContext context) => new RazorComponentResult<SignInPage>(Page(context.Request.Query[Links.Return], null)))
            .AllowAnonymous();
        console.MapPost(Links.SignIn, SignInAsync).AllowAnonymous().TakesOwnForms();
        console.MapPost(Links.SignOut, (Delegate)SignOutAsync).NeedsSession().TakesOwnForms();
        console.MapPost(Links.Theme, (Delegate)ThemeAsync).AllowAnonymous().TakesOwnForms();
    }

    private static async Task<IResult> SignInAsync(HttpContext context, KeyCheck check)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        var target = Links.Local(form[Links.Return]);
        var verdict = await check.CheckAsync(form["key"].ToString().Trim(), context.Sender());
        if (verdict.Key is { } key)
        {
            await context.SignInAsync(ConsoleAccess.Scheme, SessionEvents.Of(key));
            return Results.LocalRedirect(target);
        }

        if (verdict.Wait is { } wait)
        {
            context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        }

        return new RazorComponentResult<SignInPage>(Page(target, verdict.Detail)) { StatusCode = verdict.Problem.Status };
    }

    private static async Task<IResult> SignOutAsync(HttpContext context)
    {
        await context.SignOutAsync(ConsoleAccess.Scheme);
        return Results.LocalRedirect(Links.SignIn);
    }

    private static async Task<IResult> ThemeAsync(HttpContext context)
    {
        var form = await context.Request.ReadFormAsync(context.RequestAborted);
        context.Response.Cookies.Append(Themes.Cookie, Themes.Read(form["theme"]).Kebab(), s_theme);
        return Results.LocalRedirect(Links.Local(form[Links.Return]));
    }

    private static Dictionary<string, object?> Page(string? target, string? fault) => new(StringComparer.Ordinal)
    {
        [nameof(SignInPage.Target)] = Links.Local(target),
        [nameof(SignInPage.Fault)] = fault,
    };
}
