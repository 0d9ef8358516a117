using GroupExitGrains.Web.Console.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Console;

/// <summary>Answers with a page that says what is wrong.</summary>
internal static class ConsoleErrors
{
    public static async Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        var page = new RazorComponentResult<ErrorPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ErrorPage.Title)] = title,
            [nameof(ErrorPage.Detail)] = detail,
        })
        {
            StatusCode = status,
        };

        // The page that failed has left its parts with the services of the request; this one begins anew.
        var services = context.RequestServices;
        await using var scope = services.CreateAsyncScope();
        context.RequestServices = scope.ServiceProvider;
        try
        {
            await page.ExecuteAsync(context);
        }
        finally
        {
            context.RequestServices = services;
        }
    }
}
