using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Console;

/// <summary>Lets a form through only if one of our own pages made it, for whoever sends it.</summary>
internal sealed class FormGuard(IAntiforgery antiforgery) : IEndpointFilter
{
    /// <summary>The largest form. Longer lists are imported over the API.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (http.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
        {
            limit.MaxRequestBodySize = MaxBytes;
        }

        if (!await IsOursAsync(http) && !await IsOursOfSessionAsync(http))
        {
            await ConsoleErrors.WriteAsync(
                http, StatusCodes.Status400BadRequest, "This form is out of date",
                "It was made before you signed in or out, or by another site. Go back, load the page again, and send it once more.");
            return Results.Empty;
        }

        return await next(context);
    }

    private async Task<bool> IsOursAsync(HttpContext http)
    {
        try
        {
            await antiforgery.ValidateRequestAsync(http);
            return true;
        }
        catch (AntiforgeryValidationException fault) when (fault.InnerException is not BadHttpRequestException)
        {
            return false;
        }
    }

    // Where no session is needed nobody has looked for one; the form may still be of somebody who has one.
    private async Task<bool> IsOursOfSessionAsync(HttpContext http)
    {
        if (http.User.Identity is { IsAuthenticated: true }
            || await http.AuthenticateAsync(ConsoleAccess.Scheme) is not { Succeeded: true, Principal: { } reader })
        {
            return false;
        }

        http.User = reader;
        return await IsOursAsync(http);
    }
}

internal static class FormGuards
{
    /// <summary>Takes forms of our own pages alone.</summary>
    public static RouteHandlerBuilder TakesOwnForms(this RouteHandlerBuilder endpoint) => endpoint
        .AddEndpointFilter(GuardAsync)
        .WithMetadata(new OwnFormsOnly());

    // Made here and not by its type, for which a factory would be compiled at every start.
    private static ValueTask<object?> GuardAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next) =>
        new FormGuard(context.HttpContext.RequestServices.GetRequiredService<IAntiforgery>()).InvokeAsync(context, next);
}

/// <summary>Marks what <see cref="FormGuard"/> guards, for those who look whether every form is.</summary>
internal sealed record OwnFormsOnly;
