using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Console;

namespace GroupExitGrains.Web.Hosting;

/// <summary>How the program logs.</summary>
public static class GroupExitLogging
{
    /// <summary>
    /// One line a message to the console, with the request's id. Levels and format can be set in section <c>Logging</c>; the
    /// framework's own lines about requests stay off, since they hold addresses and so path secrets.
    /// </summary>
    public static ILoggingBuilder AddGroupExitLogging(this ILoggingBuilder logging)
    {
        ArgumentNullException.ThrowIfNull(logging);

        logging.AddSimpleConsole();
        logging.Services.PostConfigure<LoggerFilterOptions>(filter => filter.Rules.Add(
            new LoggerFilterRule(providerName: null, "Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None, filter: null)));
        logging.Services.Configure<LoggerFilterOptions>(filter =>
        {
            // First, so that what is configured wins.
            filter.Rules.Insert(0, new LoggerFilterRule(null, "Microsoft", LogLevel.Warning, null));
            filter.Rules.Insert(0, new LoggerFilterRule(null, "System", LogLevel.Warning, null));
        });
        logging.Services.Configure<SimpleConsoleFormatterOptions>(console =>
        {
            console.SingleLine = true;
            console.IncludeScopes = true;
            console.UseUtcTimestamp = true;
            console.TimestampFormat = "yyyy-MM-ddTHH:mm:ss.fffZ ";
        });
        return logging;
    }
}
