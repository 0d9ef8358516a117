namespace GroupExitGrains.Web.Tests.Api;

/// <summary>Walks a list to its end.</summary>
internal static class Paging
{
    /// <summary>A property of every item, page by page; between pages something may happen.</summary>
    public static async Task<List<string?>> AllAsync(ApiHost host, string path, string property, Func<Task>? between = null)
    {
        var all = new List<string?>();
        var answer = await host.GetAsync(path);
        while (true)
        {
            answer.Status.ShouldBe(200, answer.Text);
            all.AddRange(answer.Each(property));
            if (answer.Next is not { } next)
            {
                return all;
            }

            await (between?.Invoke() ?? Task.CompletedTask);
            answer = await host.GetAsync($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}cursor={next}");
        }
    }
}
