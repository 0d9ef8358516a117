using System.Reflection;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Api;

/// <summary>The sources that a key is limited to.</summary>
public sealed class SourceScope : IBindableFromHttpContext<SourceScope>
{
    private readonly HashSet<string> _names;

    /// <summary>Creates a scope.</summary>
    /// <param name="sources">The sources; every one if there are none.</param>
    public SourceScope(IEnumerable<string> sources)
    {
        _names = new HashSet<string>(sources, StringComparer.Ordinal);
        Names = [.. _names.Order(StringComparer.Ordinal)];
    }

    /// <summary>Every source.</summary>
    public static SourceScope Everything { get; } = new([]);

    /// <summary>Some sources are outside of it.</summary>
    public bool IsLimited => Names.Count > 0;

    /// <summary>The sources it is limited to, in order; empty if it is not.</summary>
    public IReadOnlyList<string> Names { get; }

    /// <summary>The scope of the key that a request came with.</summary>
    public static ValueTask<SourceScope?> BindAsync(HttpContext context, ParameterInfo parameter)
    {
        ArgumentNullException.ThrowIfNull(context);
        return ValueTask.FromResult(context.AdminKey()?.Scope);
    }

    /// <summary>A source is in it.</summary>
    public bool Admits(string source) => !IsLimited || _names.Contains(source);

    /// <summary>The sources that a list is of: the one that was asked for, or those of the scope; null for all.</summary>
    internal IReadOnlyList<string>? Listed(string? asked) => asked is not null ? [asked] : IsLimited ? Names : null;

    /// <summary>Ends the request if any source is outside of it.</summary>
    /// <exception cref="ProblemException">One is.</exception>
    internal void RequireEverySource()
    {
        if (IsLimited)
        {
            throw Problems.SourceOutOfScope.Exception($"The key is limited to {string.Join(", ", Names)}, and this is about every source.");
        }
    }

    /// <summary>Ends the request if a source is outside of it.</summary>
    /// <exception cref="ProblemException">It is.</exception>
    internal void Require(string source)
    {
        if (!Admits(source))
        {
            throw Problems.SourceOutOfScope.Exception($"The key is limited to {string.Join(", ", Names)}.");
        }
    }
}
