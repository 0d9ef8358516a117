using System.Text.Json;

namespace GroupExitGrains.Standalone.Tests.Hosting;

/// <summary>Asks the admin API.</summary>
internal static class AdminClient
{
    public static async Task<JsonElement> AskAsync(this HttpClient client, string address)
    {
        using var response = await client.GetAsync($"/api/v1{address}", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        return response.IsSuccessStatusCode
            ? JsonElement.Parse(text)
            : throw new InvalidOperationException($"{address}: {(int)response.StatusCode} {text}");
    }

    /// <summary>All items of a list, page by page.</summary>
    public static async Task<List<JsonElement>> AskAllAsync(this HttpClient client, string address)
    {
        var items = new List<JsonElement>();
        string? cursor = null;
        do
        {
            var separator = address.Contains('?', StringComparison.Ordinal) ? '&' : '?';
            var page = await client.AskAsync($"{address}{separator}limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}");
            items.AddRange(page.GetProperty("items").EnumerateArray());
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null);

        return items;
    }

    /// <summary>A property as text; null if it is absent.</summary>
    public static string? Text(this JsonElement element, string property) =>
        element.TryGetProperty(property, out var value) ? value.ToString() : null;
}
