using Microsoft.Extensions.Configuration;

namespace GroupExitGrains.Web.Configuration;

/// <summary>Reads the settings file, which may be absent, and says in one line what is wrong with it.</summary>
internal static class SettingsFile
{
    private static readonly string[] Sections =
        [GroupExitOptions.Section, "Logging", "Kestrel", "Urls", "Http_Ports", "Https_Ports", "AllowedHosts"];

    /// <summary>The settings in the file.</summary>
    /// <exception cref="ConfigurationFaultException">It cannot be read, is no JSON object, or has an unknown section.</exception>
    public static IConfiguration Read(string path)
    {
        IConfiguration settings;
        try
        {
            settings = new ConfigurationBuilder().AddJsonFile(path, optional: true, reloadOnChange: false).Build();
        }
        catch (Exception fault) when (fault is IOException or InvalidDataException or FormatException or UnauthorizedAccessException)
        {
            throw new ConfigurationFaultException($"{path} cannot be read: {FirstLine(fault.GetBaseException().Message)}", fault);
        }

        foreach (var section in settings.GetChildren().Where(s => !Sections.Contains(s.Key, StringComparer.OrdinalIgnoreCase)))
        {
            var meant = NearestName.Of(section.Key, Sections);
            throw new ConfigurationFaultException(
                meant is null ? $"{section.Key} is not a setting" : $"{section.Key} is not a setting; did you mean {meant}?");
        }

        return settings;
    }

    private static string FirstLine(string text) => text.Split('\n')[0].Trim();
}
