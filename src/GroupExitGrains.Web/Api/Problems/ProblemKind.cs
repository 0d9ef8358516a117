using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace GroupExitGrains.Web.Api;

/// <summary>One cause of an error answer (RFC 9457).</summary>
/// <param name="Name">Ends the problem's type, which clients tell causes apart by; never changes.</param>
/// <param name="Status">The HTTP status.</param>
/// <param name="Title">The cause in words, the same every time.</param>
internal sealed record ProblemKind(string Name, int Status, string Title)
{
    public string Type => $"urn:groupexit:problem:{Name}";

    /// <summary>The problem with what is wrong this time.</summary>
    public ProblemDetails Details(string detail) => new() { Type = Type, Title = Title, Status = Status, Detail = detail };

    public ProblemHttpResult Result(string detail) => TypedResults.Problem(Details(detail));

    public ProblemException Exception(string detail) => new(this, detail);
}
