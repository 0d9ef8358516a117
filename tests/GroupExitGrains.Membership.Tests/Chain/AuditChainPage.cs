using System.Text.RegularExpressions;

namespace GroupExitGrains.Membership.Tests.Chain;

/// <summary>The page that tells outsiders how the chain is made, as it is published.</summary>
internal static partial class AuditChainPage
{
    private static readonly string Text =
        File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Chain", "audit-chain.md")).ReplaceLineEndings("\n");

    /// <summary>The script for verifying from outside.</summary>
    public static string Script => Block("python");

    /// <summary>The body of the example's request.</summary>
    public static string Body => Block("json").Trim();

    /// <summary>The bytes of an example, by its title.</summary>
    public static byte[] Bytes(string title) => Convert.FromHexString(Space().Replace(Block($"hex {title}"), ""));

    /// <summary>The page states this value.</summary>
    public static void ShouldState(string hex) => Text.ShouldContain($"`{hex}`");

    private static string Block(string title)
    {
        var start = Text.IndexOf($"```{title}\n", StringComparison.Ordinal) + title.Length + 4;
        start.ShouldBeGreaterThan(title.Length + 3);
        return Text[start..Text.IndexOf("```", start, StringComparison.Ordinal)];
    }

    [GeneratedRegex(@"\s", RegexOptions.None, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Space();
}
