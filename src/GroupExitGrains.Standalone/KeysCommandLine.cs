using GroupExitGrains.Web.CommandLine;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Standalone;

/// <summary>Runs <c>keys ...</c> against the database that a server with the same settings would use.</summary>
internal static class KeysCommandLine
{
    /// <summary>The exit code: 0, or 1 where there is no such key.</summary>
    /// <exception cref="Web.Configuration.ConfigurationFaultException">An argument or a setting is wrong.</exception>
    public static async Task<int> RunAsync(string[] args, string directory, TextWriter output, TextWriter error)
    {
        var command = new KeysCommand(args);
        using var configuration = new ConfigurationManager();
        var options = configuration.ReadStandaloneOptions([.. command.Settings], directory);
        await using var storage = new JournalStorage(options, directory, NullLoggerFactory.Instance, TimeProvider.System);
        await storage.OpenAsync(CancellationToken.None);
        return await command.RunAsync(storage.Journal, options, TimeProvider.System, output, error);
    }
}
