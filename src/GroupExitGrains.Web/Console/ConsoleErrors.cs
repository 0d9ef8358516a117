using GroupExitGrains.Web.Console.Pages;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace GroupExitGrains.Web.Console;

/// <summary>Answers with a page that says what is wrong.</summary>
internal static class ConsoleErrors
{
    public static Task WriteAsync(HttpContext context, int status, string title, string detail)
    {
        var page = new RazorComponentResult<ErrorPage>(new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(ErrorPage.Title)] = title,
            [nameof(ErrorPage.Detail)] = detail,
        })
        {
            StatusCode = status,
        };
        return page.ExecuteAsync(context);
    }
}
