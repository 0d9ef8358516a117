using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Silo;

/// <summary>What a process is in its cluster.</summary>
internal enum HostRole
{
    /// <summary>It has webhooks, the admin API and grains.</summary>
    Silo,

    /// <summary>It has webhooks and the admin API, and asks the grains of silos.</summary>
    Gateway,
}

internal static class HostRoles
{
    private const string Key = "role";

    /// <summary>The role that is configured; a silo if none is.</summary>
    /// <exception cref="ConfigurationFaultException">It is none, or needs another database.</exception>
    public static HostRole ReadRole(this IConfiguration configuration, GroupExitOptions options)
    {
        var name = configuration[Key] ?? nameof(HostRole.Silo);
        var role = Array.Find(Enum.GetValues<HostRole>(), role => role.ToString().Equals(name, StringComparison.OrdinalIgnoreCase));
        if (!role.ToString().Equals(name, StringComparison.OrdinalIgnoreCase))
        {
            throw new ConfigurationFaultException($"{Key} is '{name}'; must be silo or gateway");
        }

        return role == HostRole.Gateway && options.Storage.Provider != StorageProvider.Postgres
            ? throw new ConfigurationFaultException(
                $"{GroupExitOptions.Section}:Storage:Provider must be {StorageProvider.Postgres} for a gateway: "
                + "it finds its silos there")
            : role;
    }
}
