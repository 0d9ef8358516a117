using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace GroupExitGrains.Cluster.Tests.Deployment;

/// <summary>Files of <c>cluster-config</c>.</summary>
internal static class Manifests
{
    private static readonly string Root = FindRoot();

    public static string PathOf(params ReadOnlySpan<string> names) => Path.Combine([Root, "cluster-config", .. names]);

    /// <summary>All documents of Kubernetes, but for the list of the others.</summary>
    public static IReadOnlyList<YamlMappingNode> Kubernetes() =>
    [
        .. Directory.GetFiles(PathOf("kubernetes"), "*.yaml")
            .Where(file => Path.GetFileName(file) != "kustomization.yaml")
            .Order(StringComparer.Ordinal)
            .SelectMany(Read),
    ];

    public static YamlMappingNode Compose() => Read(PathOf("compose", "compose.yaml")).Single();

    public static YamlMappingNode Read(params ReadOnlySpan<string> names) => Read(PathOf(names)).Single();

    public static YamlMappingNode Kustomization() => Read(PathOf("kubernetes", "kustomization.yaml")).Single();

    /// <summary>A node by the names that lead to it; null if it is not there.</summary>
    public static YamlNode? At(this YamlNode node, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            var children = (node as YamlMappingNode)?.Children;
            if (children is null || !(children.TryGetValue(name, out var child) || Merged(children, name, out child)))
            {
                return null;
            }

            node = child;
        }

        return node;
    }

    public static string Text(this YamlNode node, params ReadOnlySpan<string> names) =>
        (node.At(names) as YamlScalarNode)?.Value
        ?? throw new InvalidOperationException($"There is no {string.Join('.', names.ToArray())}.");

    /// <summary>A mapping of words to words, with what is merged into it.</summary>
    public static Dictionary<string, string> Words(this YamlNode node, params ReadOnlySpan<string> names)
    {
        var words = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (key, value) in ((YamlMappingNode)node.At(names)!).Children)
        {
            if (key is YamlScalarNode { Value: "<<" })
            {
                foreach (var (name, word) in value.Words())
                {
                    words.TryAdd(name, word);
                }
            }
            else
            {
                words[((YamlScalarNode)key).Value!] = ((YamlScalarNode)value).Value!;
            }
        }

        return words;
    }

    private static bool Merged(IDictionary<YamlNode, YamlNode> children, string name, out YamlNode child)
    {
        child = null!;
        return children.TryGetValue("<<", out var merged)
            && merged is YamlMappingNode { Children: var inherited } && inherited.TryGetValue(name, out child!);
    }

    private static IEnumerable<YamlMappingNode> Read(string file)
    {
        using var reader = new StreamReader(file);
        var stream = new YamlStream();
        try
        {
            stream.Load(reader);
        }
        catch (YamlException exception)
        {
            throw new InvalidOperationException($"{file} is not YAML.", exception);
        }

        return [.. stream.Documents.Select(document => (YamlMappingNode)document.RootNode)];
    }

    private static string FindRoot()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "GroupExitGrains.sln")))
        {
            directory = directory.Parent;
        }

        return directory?.FullName ?? throw new InvalidOperationException("The tests are not run from the repository.");
    }
}
