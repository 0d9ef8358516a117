using System.Globalization;
using System.Reflection;

namespace GroupExitGrains.Journal.Schema;

/// <summary>One numbered step of a schema, an SQL file inside the assembly: <c>0001_journal.sql</c>.</summary>
/// <param name="Number">Its number: 1, 2, 3 and so on.</param>
/// <param name="Name">Its file's name without the ending.</param>
/// <param name="Sql">Its statements.</param>
internal sealed record Migration(int Number, string Name, string Sql)
{
    /// <summary>The migrations of one provider, for example those of <c>Sqlite</c>, by number.</summary>
    public static IReadOnlyList<Migration> ReadAll(string provider)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"{assembly.GetName().Name}.{provider}.Migrations.";
        var migrations = assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => Read(assembly, name, prefix.Length))
            .OrderBy(migration => migration.Number)
            .ToList();
        return migrations.Select(migration => migration.Number).SequenceEqual(Enumerable.Range(1, migrations.Count))
            ? migrations
            : throw new InvalidOperationException($"The migrations of {provider} are not numbered 1, 2, 3 and so on.");
    }

    /// <summary>Those still to apply to a store that has come to <paramref name="version"/>.</summary>
    /// <exception cref="UnknownSchemaException">The store is of a later version than this program knows.</exception>
    public static IEnumerable<Migration> After(IReadOnlyList<Migration> all, long version) => version <= all.Count
        ? all.Where(migration => migration.Number > version)
        : throw new UnknownSchemaException(version, all.Count);

    private static Migration Read(Assembly assembly, string resource, int prefixLength)
    {
        var name = Path.GetFileNameWithoutExtension(resource[prefixLength..]);
        using var reader = new StreamReader(assembly.GetManifestResourceStream(resource)!);
        return new(int.Parse(name.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture), name, reader.ReadToEnd());
    }
}
