using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GroupExitGrains.Web.Hosting;

/// <summary>How the program logs.</summary>
public static class GroupExitLogging
{
    // These put the address of a request into its lines, the first into everybody's scopes too: an address may hold a secret,
    // and that of a webhook comes by routing where a prefix before it is wrong.
    private static readonly string[] s_tellAddresses =
    [
        "Microsoft.AspNetCore.Hosting.Diagnostics", "Microsoft.AspNetCore.Server.Kestrel.BadRequests",
        "Microsoft.AspNetCore.Routing.Matching.DfaMatcher",
    ];

    /// <summary>
    /// One line a message to the console, with the request's id. Levels and format can be set in section <c>Logging</c>; what
    /// would show the addresses of webhooks stays off whatever is set there.
    /// </summary>
    public static ILoggingBuilder AddGroupExitLogging(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);

        logging.AddSimpleConsole();
        logging.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        logging.Services.PostConfigure<LoggerFilterOptions>(filter =>
        {
            AddDefault(filter, "Microsoft", LogLevel.Warning);
            AddDefault(filter, "System", LogLevel.Warning);

            // It says that the keys of sessions are kept as they are: in a folder of mode 0700, beside the admin key.
            AddDefault(filter, "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
            foreach (var category in s_tellAddresses)
            {
                Silence(filter, category);
            }
        });
        return logging;
    }

    // Of two rules alike the later one counts: what is configured.
    private static void AddDefault(LoggerFilterOptions filter, string category, LogLevel level) =>
        filter.Rules.Insert(0, new LoggerFilterRule(providerName: null, category, level, filter: null));

    // A rule for one provider counts more than one for all, so each provider that has rules gets this one too.
    private static void Silence(LoggerFilterOptions filter, string category)
    {
        foreach (var provider in filter.Rules.Select(rule => rule.ProviderName).Append(null).Distinct().ToList())
        {
            filter.Rules.Add(new LoggerFilterRule(provider, category, LogLevel.None, filter: null));
        }
    }
}
