namespace GroupExitGrains.Web.Configuration;

/// <summary>
/// Refuses arguments that the framework would drop in silence: a word that is no <c>--key=value</c>, a key without a value,
/// and a key that nothing reads.
/// </summary>
internal static class CommandLineArguments
{
    private static readonly string[] Known =
    [
        GroupExitOptions.Section, "Logging", "Kestrel", "urls", "http_ports", "https_ports", "AllowedHosts", "environment",
        "contentRoot", "applicationName", "role",
    ];

    /// <summary>Fails on the first argument that is wrong.</summary>
    /// <exception cref="ConfigurationFaultException">There is one.</exception>
    public static void Check(string[] args)
    {
        for (var i = 0; i < args.Length; i++)
        {
            // Values are not repeated: they may be secrets.
            var key = args[i].Split('=')[0];
            if (!key.StartsWith("--", StringComparison.Ordinal) || key.Length == 2)
            {
                throw new ConfigurationFaultException($"argument {i + 1} is not of the form --Name:Of:Setting=value");
            }

            var root = key[2..].Split(':')[0];
            if (!Known.Contains(root, StringComparer.OrdinalIgnoreCase))
            {
                var meant = NearestName.Of(root, Known);
                throw new ConfigurationFaultException(
                    meant is null ? $"{key} is not a setting" : $"{key} is not a setting; did you mean --{meant}?");
            }

            if (!args[i].Contains('=', StringComparison.Ordinal) && ++i == args.Length)
            {
                throw new ConfigurationFaultException($"{key} has no value");
            }
        }
    }
}
