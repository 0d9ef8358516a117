using System.ComponentModel;
using System.Diagnostics;

namespace GroupExitGrains.Standalone.Tests.Subscriptions.Page;

/// <summary>What docs/subscriptions.md gives receivers, taken from the page itself.</summary>
internal static class SubscriptionsPage
{
    /// <summary>The page's block with a label behind its fence.</summary>
    public static string Block(string label)
    {
        var page = File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Page", "subscriptions.md"));
        var begin = $"\n```{label}\n";
        var from = page.IndexOf(begin, StringComparison.Ordinal);
        from.ShouldBeGreaterThan(0, label);
        page.IndexOf(begin, from + 1, StringComparison.Ordinal).ShouldBe(-1, $"{label} is there twice");
        from += begin.Length;
        return page[from..(page.IndexOf("\n```\n", from, StringComparison.Ordinal) + 1)];
    }

    /// <summary>Runs a program and gives what it prints; skips the test where there is no such program.</summary>
    public static async Task<string> RunAsync(string directory, string program, IEnumerable<string> arguments, string input = "")
    {
        using var process = Start(directory, program, arguments);
        var (output, error) = (
            process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken),
            process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken));
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        process.ExitCode.ShouldBe(0, await error);
        return await output;
    }

    private static Process Start(string directory, string program, IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                WorkingDirectory = directory,
                UseShellExecute = false,
                RedirectStandardInput = true,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception exception)
        {
            Assert.Skip($"There is no {program} to run the page's code with: {exception.Message}");
            throw;
        }
    }
}
