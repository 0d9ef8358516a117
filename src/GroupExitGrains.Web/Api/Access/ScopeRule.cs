using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace GroupExitGrains.Web.Api;

/// <summary>How an endpoint is kept from showing a limited key other sources.</summary>
internal enum ScopeRule
{
    /// <summary>Not at all: a limited key is refused.</summary>
    Unlimited,

    /// <summary>Its path names the source, which is checked before it runs.</summary>
    Path,

    /// <summary>It answers with what is of the key's sources alone, and refuses what is of another one.</summary>
    Content,
}

internal static class ScopeRules
{
    private const string Source = "source";

    /// <summary>The endpoint itself keeps to the scope of the key (<see cref="ScopeRule.Content"/>).</summary>
    public static TBuilder KeepsToScope<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(ScopeRule.Content);

    /// <summary>The endpoint is about no source and wants a key that is not limited (<see cref="ScopeRule.Unlimited"/>).</summary>
    public static TBuilder NeedsEverySource<TBuilder>(this TBuilder builder)
        where TBuilder : IEndpointConventionBuilder =>
        builder.WithMetadata(ScopeRule.Unlimited);

    /// <summary>The rule of an endpoint; null if it has none, which refuses a limited key too.</summary>
    public static ScopeRule? RuleOf(this RouteEndpoint endpoint) =>
        endpoint.RoutePattern.GetParameter(Source) is not null ? ScopeRule.Path
        : endpoint.Metadata.OfType<ScopeRule>().Select(rule => (ScopeRule?)rule).LastOrDefault();

    /// <summary>Ends a request of a limited key to what it may not see.</summary>
    /// <exception cref="ProblemException">It may not see it.</exception>
    public static void Check(HttpContext context, RouteEndpoint endpoint)
    {
        if (context.AdminKey()?.Scope is not { IsLimited: true } scope)
        {
            return;
        }

        switch (endpoint.RuleOf())
        {
            case ScopeRule.Path:
                scope.Require(PathId.Read(context, Source).Value);
                break;
            case ScopeRule.Content when context.Request.Query[Source] is [{ Length: > 0 } source]:
                scope.Require(source);
                break;
            case ScopeRule.Content:
                break;
            default:
                throw Problems.SourceOutOfScope.Exception(
                    $"This takes a key that is not limited to sources; this one is to {string.Join(", ", scope.Names)}.");
        }
    }
}
