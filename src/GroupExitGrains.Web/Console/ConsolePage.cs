using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Console;

/// <summary>A page of the console, as the request asks for it and as the key of its session may see it.</summary>
public abstract class ConsolePage : ComponentBase
{
    /// <summary>The request.</summary>
    [CascadingParameter]
    public HttpContext Http { get; set; } = null!;

    /// <summary>The sources that may be shown.</summary>
    protected SourceScope Scope => Key.Scope;

    /// <summary>Ends what is asked on behalf of a reader who has left.</summary>
    protected CancellationToken Stop => Http.RequestAborted;

    private protected AdminKey Key => Http.AdminKey() ?? throw new InvalidOperationException("A page is shown only within a session.");

    /// <summary>A parameter of the query; null if it is absent or empty.</summary>
    protected string? Asked(string name) => Http.Request.Query[name] is [{ Length: > 0 } value] ? value : null;

    /// <summary>A source that is asked for; the request ends if it may not be shown.</summary>
    protected string? AskedSource()
    {
        var source = Asked("source");
        if (source is not null)
        {
            Scope.Require(source);
        }

        return source;
    }

    /// <summary>Ends the request if the key is limited to some sources.</summary>
    protected void RequireEverySource() => Scope.RequireEverySource();

    /// <summary>Says that there is nothing at this address.</summary>
    protected void AnswerNotFound() => Http.Response.StatusCode = StatusCodes.Status404NotFound;
}
