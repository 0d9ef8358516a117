using System.Runtime.CompilerServices;

namespace GroupExitGrains.Console.Tests.Browsing;

/// <summary>A test that needs a browser: skipped, with the reason, where there is none. None takes longer than two minutes.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ChromiumFactAttribute : FactAttribute
{
    public ChromiumFactAttribute([CallerFilePath] string? file = null, [CallerLineNumber] int line = -1)
        : base(file, line)
    {
        Timeout = 120_000;
        Skip = Path is null ? "No Chromium: install the package chromium, or name one in CHROMIUM." : null;
    }

    /// <summary>The browser; null if there is none.</summary>
    internal static string? Path { get; } =
        new[] { Environment.GetEnvironmentVariable("CHROMIUM"), "/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome" }
            .FirstOrDefault(File.Exists);
}
