using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.OpenApi;

namespace GroupExitGrains.Web.Api;

/// <summary>Adds to an operation what its endpoint says of itself: parameters, examples, causes of failure, the role it needs.</summary>
internal static class OperationDescription
{
    private const string ProblemJson = "application/problem+json";

    private static readonly ProblemKind[] Anywhere =
    [
        Problems.MalformedPath, Problems.UnknownParameter, Problems.KeyMissing, Problems.KeyUnknown, Problems.KeyExpired,
        Problems.RoleInsufficient, Problems.SourceOutOfScope, Problems.TooManyAttempts, Problems.JournalUnavailable,
        Problems.Overloaded,
    ];

    public static async Task AddAsync(
        OpenApiOperation operation, OpenApiOperationTransformerContext context, CancellationToken cancellationToken)
    {
        var metadata = context.Description.ActionDescriptor.EndpointMetadata;
        var json = context.ApplicationServices.GetRequiredService<IOptions<JsonOptions>>().Value.SerializerOptions;

        operation.Parameters =
        [
            .. OperationParameters.OfPath(context.Description.RelativePath!),
            .. metadata.OfType<AcceptedParameters>().SelectMany(accepted => accepted.All).Select(OperationParameters.OfQuery),
        ];
        operation.Security =
        [
            new OpenApiSecurityRequirement
            {
                [new OpenApiSecuritySchemeReference(ApiDocument.KeyScheme, context.Document)] = [],
            },
        ];

        foreach (var example in metadata.OfType<AnswerExample>())
        {
            await AddAnswerAsync(operation, example, context, json, cancellationToken);
        }

        if (metadata.OfType<BodyExample>().SingleOrDefault() is { } body)
        {
            await AddBodyAsync(operation, body, context, json, cancellationToken);
        }

        var schema = await context.GetOrCreateSchemaAsync(typeof(Microsoft.AspNetCore.Mvc.ProblemDetails), null, cancellationToken);
        foreach (var problems in metadata.OfType<FailureCauses>().SelectMany(causes => causes.All).Concat(Anywhere)
            .GroupBy(problem => problem.Status).OrderBy(problems => problems.Key))
        {
            AddFailure(operation, schema, problems);
        }
    }

    private static async Task AddAnswerAsync(
        OpenApiOperation operation,
        AnswerExample example,
        OpenApiOperationTransformerContext context,
        JsonSerializerOptions json,
        CancellationToken cancellationToken)
    {
        operation.Responses ??= [];
        var key = $"{example.Status}";
        var content = operation.Responses.TryGetValue(key, out var response)
            ? response.Content?.Values.FirstOrDefault()
            : null;
        if (content is null)
        {
            content = new OpenApiMediaType
            {
                Schema = await context.GetOrCreateSchemaAsync(example.Value.GetType(), null, cancellationToken),
            };
            operation.Responses[key] = new OpenApiResponse
            {
                Description = ReasonPhrases.GetReasonPhrase(example.Status),
                Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal) { [example.MediaType] = content },
            };
        }

        content.Example = JsonSerializer.SerializeToNode(example.Value, example.Value.GetType(), json);
    }

    private static async Task AddBodyAsync(
        OpenApiOperation operation,
        BodyExample body,
        OpenApiOperationTransformerContext context,
        JsonSerializerOptions json,
        CancellationToken cancellationToken)
    {
        IOpenApiSchema schema = await context.GetOrCreateSchemaAsync(body.Items[0].GetType(), null, cancellationToken);
        var items = body.Items.Select(item => JsonSerializer.SerializeToNode(item, item.GetType(), json)).ToArray();
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = body.MediaTypes.ToDictionary(
                type => type,
                type => !body.IsList
                    ? new OpenApiMediaType { Schema = schema, Example = items[0] }
                    : type == "application/json"
                    ? new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema },
                        Example = new JsonArray([.. items.Select(item => item?.DeepClone())]),
                    }
                    : new OpenApiMediaType
                    {
                        Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                        Example = JsonValue.Create(string.Concat(items.Select(item => item!.ToJsonString(json) + "\n"))),
                    },
                StringComparer.Ordinal),
        };
    }

    private static void AddFailure(OpenApiOperation operation, OpenApiSchema schema, IGrouping<int, ProblemKind> problems)
    {
        operation.Responses ??= [];
        operation.Responses[$"{problems.Key}"] = new OpenApiResponse
        {
            Description = string.Join("; ", problems.Select(problem => problem.Title)),
            Content = new Dictionary<string, OpenApiMediaType>(StringComparer.Ordinal)
            {
                [ProblemJson] = new()
                {
                    Schema = schema,
                    Examples = problems.ToDictionary(
                        problem => problem.Name,
                        IOpenApiExample (problem) => new OpenApiExample
                        {
                            Value = new JsonObject
                            {
                                ["type"] = problem.Type,
                                ["title"] = problem.Title,
                                ["status"] = problem.Status,
                                ["detail"] = "What is wrong this time.",
                            },
                        },
                        StringComparer.Ordinal),
                },
            },
        };
    }
}
