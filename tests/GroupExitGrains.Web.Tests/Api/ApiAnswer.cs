using System.Net.Http.Headers;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>An answer of the API, taken apart.</summary>
internal sealed record ApiAnswer(int Status, string? MediaType, string Text, HttpResponseHeaders Headers, HttpContentHeaders Content)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public IReadOnlyList<JsonElement> Items => [.. Json.GetProperty("items").EnumerateArray()];

    public string? Next => Json.TryGetProperty("next", out var next) ? next.GetString() : null;

    /// <summary>The last word of the problem's type.</summary>
    public string Problem
    {
        get
        {
            MediaType.ShouldBe("application/problem+json");
            Json.GetProperty("status").GetInt32().ShouldBe(Status);
            Json.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
            Json.GetProperty("detail").GetString().ShouldNotBeNullOrEmpty();
            return Json.GetProperty("type").GetString()!.Split("urn:groupexit:problem:")[1];
        }
    }

    public string Detail => Json.GetProperty("detail").GetString()!;

    /// <summary>The items' values of a property, as text; null where an item lacks it.</summary>
    public IReadOnlyList<string?> Each(string property) =>
        [.. Items.Select(item => item.TryGetProperty(property, out var value) ? value.ToString() : null)];

    public void ShouldBeJson(string expected)
    {
        Status.ShouldBe(200, Text);
        MediaType.ShouldBe("application/json");
        JsonNode.Parse(Text)!.ToJsonString().ShouldBe(JsonNode.Parse(expected)!.ToJsonString());
    }
}
