using System.Data.Common;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone;

/// <summary>The settings of this host, with what it makes of those that are absent.</summary>
internal static class StandaloneSettings
{
    private const string DefaultAddress = "http://127.0.0.1:5080";

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="ConfigurationFaultException">A setting is wrong.</exception>
    public static GroupExitOptions ReadStandaloneOptions(this ConfigurationManager configuration, string[] args, string directory)
    {
        // The framework's own sources are left out, but for where it is told to listen.
        ((IConfigurationBuilder)configuration).Sources.Clear();
        configuration.AddEnvironmentVariables("ASPNETCORE_");
        configuration.AddGroupExitSettings(directory, args);

        // The framework's own switch would believe X-Forwarded-For of anyone; GroupExit:Proxies says of whom.
        configuration["ForwardedHeaders_Enabled"] = "false";
        if (!SaysWhereToListen(configuration))
        {
            configuration[WebHostDefaults.ServerUrlsKey] = DefaultAddress;
        }

        CheckAddresses(configuration[WebHostDefaults.ServerUrlsKey]);

        var options = configuration.ReadGroupExitOptions();
        options.AddDefaultSources();
        return options;
    }

    /// <summary>How to reach the journal on SQLite.</summary>
    public static string SqliteConnectionString(this GroupExitOptions options, string directory) =>
        options.Storage.ConnectionString ?? new DbConnectionStringBuilder
        {
            ["Data Source"] = Path.Combine(directory, options.DataDirectory, "groupexit.db"),
        }.ConnectionString;

    // The server would find the fault too, but only after the journal is open.
    private static void CheckAddresses(string? addresses)
    {
        try
        {
            foreach (var address in addresses?.Split(';', StringSplitOptions.RemoveEmptyEntries) ?? [])
            {
                BindingAddress.Parse(address);
            }
        }
        catch (FormatException fault)
        {
            throw new ConfigurationFaultException($"{WebHostDefaults.ServerUrlsKey}: {fault.Message}", fault);
        }
    }

    private static bool SaysWhereToListen(ConfigurationManager configuration) =>
        !string.IsNullOrEmpty(configuration[WebHostDefaults.ServerUrlsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpPortsKey])
        || !string.IsNullOrEmpty(configuration[WebHostDefaults.HttpsPortsKey])
        || configuration.GetSection("Kestrel:Endpoints").GetChildren().Any();
}
