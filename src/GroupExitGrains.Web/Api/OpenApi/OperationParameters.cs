using System.Globalization;
using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Routing.Patterns;
using Microsoft.OpenApi;

namespace GroupExitGrains.Web.Api;

/// <summary>Describes an operation's parameters.</summary>
internal static class OperationParameters
{
    public static IEnumerable<OpenApiParameter> OfPath(string path) =>
        RoutePatternFactory.Parse(path).Parameters.Select(parameter =>
        {
            var (description, example) = parameter.Name switch
            {
                "source" => ("The source's name.", "openim"),
                "groupId" => ("The group's id, percent-encoded: `a/b` is `a%2Fb`.", "%40TGS%232J4SZEAEL"),
                "userId" => ("The user's id, percent-encoded: `a/b` is `a%2Fb`.", "user123"),
                "keyId" => ("The key's id.", "019aabc0e2a87c3f9d5e6f708192a3b4"),
                "subscriptionId" => ("The subscription's id.", "019aabc0e2a87c3f9d5e6f708192a3b6"),
                _ => ("The id that the answer to the callback carried, as `Callback-Id`.", "019aabc0e2a87c3f9d5e6f708192a3b4"),
            };
            return new OpenApiParameter
            {
                Name = parameter.Name,
                In = ParameterLocation.Path,
                Required = true,
                Description = description,
                Schema = new OpenApiSchema { Type = JsonSchemaType.String },
                Example = example,
            };
        });

    public static OpenApiParameter OfQuery(ApiParameter parameter)
    {
        var schema = SchemaOf(parameter);
        return new OpenApiParameter
        {
            Name = parameter.Name,
            In = ParameterLocation.Query,
            Description = parameter.IsList
                ? $"{parameter.Description} May be given several times, or with commas between the values."
                : parameter.Description,
            Schema = parameter.IsList ? new OpenApiSchema { Type = JsonSchemaType.Array, Items = schema } : schema,
            Explode = parameter.IsList,
            Example = parameter.IsList ? new JsonArray(parameter.Example.DeepClone()) : parameter.Example.DeepClone(),
        };
    }

    private static OpenApiSchema SchemaOf(ApiParameter parameter) => parameter.Minimum is { } minimum
        ? new OpenApiSchema
        {
            Type = JsonSchemaType.Integer,
            Format = "int64",
            Minimum = minimum.ToString(CultureInfo.InvariantCulture),
            Maximum = parameter == ApiParameter.Limit ? AuditQuery.MaxLimit.ToString(CultureInfo.InvariantCulture) : null,
        }
        : new OpenApiSchema
        {
            Type = JsonSchemaType.String,
            Format = parameter.Format,
            Enum = parameter.Values.Count == 0 ? null : [.. parameter.Values.Select(value => (JsonNode)value)],
        };
}
