using System.Globalization;
using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace GroupExitGrains.Cluster.Tests.Deployment;

/// <summary>Reads environment variables as the program does, which refuses what it does not know.</summary>
internal static class SettingsOf
{
    public static GroupExitOptions Environment(IEnumerable<KeyValuePair<string, string>> variables) =>
        new ConfigurationBuilder()
            .AddInMemoryCollection(variables.Select(variable => KeyValuePair.Create(
                variable.Key.Replace("__", ":", StringComparison.Ordinal), (string?)variable.Value)))
            .Build()
            .ReadGroupExitOptions();

    /// <summary>Seconds of a duration such as <c>45s</c>.</summary>
    public static TimeSpan Duration(string text) =>
        TimeSpan.FromSeconds(int.Parse(text.TrimEnd('s'), NumberStyles.None, CultureInfo.InvariantCulture));
}
