using Microsoft.Extensions.Configuration;

namespace GroupExitGrains.Web.Configuration;

/// <summary>Reads the settings and checks every one of them.</summary>
public static class GroupExitConfiguration
{
    /// <summary>The optional file with settings, in the working directory.</summary>
    public const string FileName = "groupexit.json";

    /// <summary>
    /// Takes the settings from <see cref="FileName"/>, then the environment, then the arguments; the later ones win.
    /// </summary>
    /// <exception cref="ConfigurationFaultException">The file or an argument cannot be read.</exception>
    public static void AddGroupExitSettings(this IConfigurationBuilder configuration, string directory, string[] args)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        ArgumentNullException.ThrowIfNull(args);

        CommandLineArguments.Check(args);
        configuration.AddConfiguration(SettingsFile.Read(Path.Combine(directory, FileName)));
        configuration.AddEnvironmentVariables();
        configuration.AddCommandLine(args);
    }

    /// <summary>The section <see cref="GroupExitOptions.Section"/>, checked.</summary>
    /// <exception cref="ConfigurationFaultException">A setting is wrong or unknown.</exception>
    public static GroupExitOptions ReadGroupExitOptions(this IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var section = configuration.GetSection(GroupExitOptions.Section);
        SettingsShape.Check(section, typeof(GroupExitOptions));
        CheckSpelling(configuration);
        var options = new GroupExitOptions();
        section.Bind(options);
        SettingsRules.Check(options);
        return options;
    }

    // Keys of a configuration do not tell case apart, names of sources do: which spelling would win is chance.
    private static void CheckSpelling(IConfiguration configuration)
    {
        var path = ConfigurationPath.Combine(GroupExitOptions.Section, nameof(GroupExitOptions.Sources));
        var providers = (configuration as IConfigurationRoot)?.Providers ?? [];
        var twice = providers
            .SelectMany(provider => provider.GetChildKeys([], path))
            .Distinct(StringComparer.Ordinal)
            .GroupBy(name => name, StringComparer.OrdinalIgnoreCase)
            .FirstOrDefault(spellings => spellings.Count() > 1);
        if (twice is not null)
        {
            throw new ConfigurationFaultException($"{path}:{twice.First()} is also spelled {twice.Last()}");
        }
    }

    /// <summary>Without any source, both vendors are taken as sources of their own, open to anyone who can reach them.</summary>
    public static void AddDefaultSources(this GroupExitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);

        if (options.Sources.Count == 0)
        {
            options.Sources.Add("openim", new SourceOptions { Vendor = VendorKind.OpenIM });
            options.Sources.Add("tencent", new SourceOptions { Vendor = VendorKind.TencentIM });
        }
    }
}
