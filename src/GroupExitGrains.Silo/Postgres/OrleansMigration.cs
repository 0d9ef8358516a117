using System.Globalization;
using System.Reflection;

namespace GroupExitGrains.Silo.Postgres;

/// <summary>One numbered step of the Orleans tables: a file of <c>cluster-config/postgres/migrations</c>.</summary>
/// <param name="Number">Its number: 1, 2, 3 and so on.</param>
/// <param name="Name">Its file's name without the ending.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record OrleansMigration(int Number, string Name, string Sql)
{
    private const string Prefix = "orleans-migrations/";

    /// <summary>All of them, by number.</summary>
    public static IReadOnlyList<OrleansMigration> ReadAll()
    {
        var assembly = typeof(OrleansMigration).Assembly;
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(name => name.StartsWith(Prefix, StringComparison.Ordinal))
                .Select(name => Read(assembly, name))
                .OrderBy(migration => migration.Number),
        ];
    }

    private static OrleansMigration Read(Assembly assembly, string resource)
    {
        var name = Path.GetFileNameWithoutExtension(resource[Prefix.Length..]);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(
            int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
