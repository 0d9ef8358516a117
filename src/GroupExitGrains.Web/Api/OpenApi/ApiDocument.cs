using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.OpenApi;

namespace GroupExitGrains.Web.Api;

/// <summary>The OpenAPI document, at <c>/openapi/v1.json</c>.</summary>
internal static class ApiDocument
{
    public const string KeyScheme = "key";

    private const string View = nameof(View);

    public static void AddApiDocument(this IServiceCollection services) => services.AddOpenApi("v1", options =>
    {
        options.ShouldInclude = description =>
            $"/{description.RelativePath}".StartsWith(AdminApi.Root, StringComparison.Ordinal)
            && description.HttpMethod != HttpMethods.Head;
        options.CreateSchemaReferenceId = type =>
            OpenApiOptions.CreateDefaultSchemaReferenceId(type)?.Replace(View, "", StringComparison.Ordinal);
        options.AddDocumentTransformer(DescribeAsync);
        options.AddOperationTransformer(OperationDescription.AddAsync);
    });

    private static Task DescribeAsync(
        OpenApiDocument document, OpenApiDocumentTransformerContext context, CancellationToken cancellationToken)
    {
        document.Info = new OpenApiInfo
        {
            Title = "GroupExitGrains admin API",
            Version = "v1",
            Description =
                "Who left which group of an instant-messaging server, when, how, by whom and why. Ids in a path are "
                + "percent-encoded once, slash and percent sign included. Times are ISO 8601, UTC, with milliseconds. Errors are "
                + "RFC 9457 problems; their `type` tells causes apart. HEAD works wherever GET does.",
        };

        // Addresses are relative to wherever the document was found, which a proxy may have changed.
        document.Servers = [new OpenApiServer { Url = "/" }];
        document.Components ??= new OpenApiComponents();
        document.Components.SecuritySchemes ??= new Dictionary<string, IOpenApiSecurityScheme>(StringComparer.Ordinal);
        document.Components.SecuritySchemes[KeyScheme] = new OpenApiSecurityScheme
        {
            Type = SecuritySchemeType.Http,
            Scheme = "bearer",
            Description = "A key to the admin API. Its role is reader, operator or admin; each may do what the ones before it may.",
        };
        return Task.CompletedTask;
    }
}
