using System.Text.RegularExpressions;
using GroupExitGrains.Standalone.Tests.Hosting;
using Microsoft.Playwright;

namespace GroupExitGrains.Console.Tests.Browsing;

/// <summary>The program, and somebody in front of its console who notes everything that the browser complains of.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly WorkingDirectory _directory;
    private readonly IBrowserContext _context;

    private Visit(WorkingDirectory directory, RunningApp running, IBrowserContext context, IPage page) =>
        (_directory, Running, _context, Page) = (directory, running, context, page);

    public RunningApp Running { get; }

    public IPage Page { get; }

    /// <summary>What the browser wrote to its console as an error: scripts that fail, and what the content policy refuses.</summary>
    public List<string> Complaints { get; } = [];

    public static async Task<Visit> StartAsync(
        Browser browser, int width = 1440, ColorScheme scheme = ColorScheme.Light, bool script = true, params string[] settings)
    {
        var directory = new WorkingDirectory();
        var running = await RunningApp.StartAsync(directory, settings);
        var context = await browser.OpenAsync(width, scheme, script);
        var visit = new Visit(directory, running, context, await context.NewPageAsync());
        visit.Page.Console += (_, message) => visit.Note(message.Type == "error", $"{message.Text} at {visit.Page.Url}");
        visit.Page.PageError += (_, fault) => visit.Note(true, fault);
        return visit;
    }

    public async Task<IResponse> GoAsync(string address) => (await Page.GotoAsync(new Uri(Running.Client.BaseAddress!, address).ToString()))!;

    /// <summary>Signs in with the first key of the settings, or the one that was made.</summary>
    public async Task SignInAsync(string? key = null)
    {
        await GoAsync("/sign-in");
        await Page.GetByLabel("Admin key").FillAsync(key ?? Running.App.Options.Admin.Keys[0].Key!);
        await Page.GetByRole(AriaRole.Button, new() { Name = "Sign in" }).ClickAsync();
        await Page.GetByRole(AriaRole.Heading, new() { Level = 1 }).WaitForAsync();
    }

    /// <summary>Waits until the browser shows a page whose address has a part.</summary>
    public async Task ShouldComeToAsync(string part)
    {
        await Assertions.Expect(Page).ToHaveURLAsync(new Regex(Regex.Escape(part), RegexOptions.None, TimeSpan.FromSeconds(5)));
        await Page.Locator("footer").WaitForAsync();
    }

    public async Task<string> TextAsync() => await Page.Locator("main").InnerTextAsync();

    public async ValueTask DisposeAsync()
    {
        await _context.DisposeAsync();
        await Running.DisposeAsync();
        _directory.Dispose();
    }

    private void Note(bool isComplaint, string what)
    {
        if (isComplaint)
        {
            lock (Complaints)
            {
                Complaints.Add(what);
            }
        }
    }
}
