using System.Text;
using System.Text.Json;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>An answer to a webhook, taken apart.</summary>
internal sealed record Answer(int Status, string? CallbackId, string? RetryAfter, string? ContentType, long? Length, string Text)
{
    public JsonElement Json => JsonElement.Parse(Text);

    public static async Task<Answer> ToAsync(HttpClient client, HttpRequestMessage request)
    {
        using (request)
        {
            using var response = await client.SendAsync(request, TestContext.Current.CancellationToken);
            var length = response.Content.Headers.ContentLength;
            return new Answer(
                (int)response.StatusCode,
                response.Headers.TryGetValues("Callback-Id", out var ids) ? ids.Single() : null,
                response.Headers.RetryAfter?.ToString(),
                response.Content.Headers.ContentType?.ToString(),
                length,
                await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
        }
    }

    public static Task<Answer> ToPostAsync(HttpClient client, string address, string body) =>
        ToAsync(client, new HttpRequestMessage(HttpMethod.Post, address)
        {
            Content = new StringContent(body, Encoding.UTF8, "application/json"),
        });
}
