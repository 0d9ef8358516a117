using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>What the resources say of their endpoints.</summary>
internal static class Endpoints
{
    private static readonly string[] Reading = [HttpMethods.Get, HttpMethods.Head];

    /// <summary>An endpoint that only reads: GET, HEAD; for every role unless another one is named.</summary>
    public static RouteHandlerBuilder MapRead(
        this IEndpointRouteBuilder routes, string pattern, Delegate handler, AdminRole role = AdminRole.Reader) =>
        routes.MapMethods(pattern, Reading, handler).RequireRole(role);

    /// <summary>The parameters it takes in its query.</summary>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder endpoint, params IEnumerable<ApiParameter> parameters) =>
        endpoint.WithMetadata(new AcceptedParameters([.. parameters]));

    /// <summary>An answer of it, for the OpenAPI document.</summary>
    public static RouteHandlerBuilder Answers(
        this RouteHandlerBuilder endpoint, object example, int status = StatusCodes.Status200OK, string mediaType = "application/json") =>
        endpoint.WithMetadata(new AnswerExample(status, example, mediaType));

    /// <summary>The causes of failure of its own, for the OpenAPI document.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder endpoint, params IEnumerable<ProblemKind> problems) =>
        endpoint.WithMetadata(new FailureCauses([.. problems]));
}

/// <summary>Its answer has no end of its own.</summary>
internal sealed record LongLived;

/// <summary>An answer that an endpoint may give.</summary>
/// <param name="Status">Its status.</param>
/// <param name="Value">What it has; of a stream, one item.</param>
/// <param name="MediaType">Its type.</param>
internal sealed record AnswerExample(int Status, object Value, string MediaType);

/// <summary>Why an endpoint may fail, beside what any endpoint may fail for.</summary>
internal sealed record FailureCauses(IReadOnlyList<ProblemKind> All);

/// <summary>A body that an endpoint takes.</summary>
/// <param name="MediaTypes">Its types; JSON of any but <c>application/json</c> has an item a line.</param>
/// <param name="Items">What it has.</param>
/// <param name="IsList">It is a list of such items, not one.</param>
internal sealed record BodyExample(IReadOnlyList<string> MediaTypes, IReadOnlyList<object> Items, bool IsList)
{
    /// <summary>A body that is one JSON object.</summary>
    public static BodyExample Of(object item) => new(["application/json"], [item], IsList: false);
}
