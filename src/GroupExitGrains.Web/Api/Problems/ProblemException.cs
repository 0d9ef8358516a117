namespace GroupExitGrains.Web.Api;

/// <summary>Ends a request that cannot be read any further with an error answer.</summary>
#pragma warning disable CA1032 // It is nothing without its kind.
internal sealed class ProblemException(ProblemKind kind, string detail) : Exception(detail)
#pragma warning restore CA1032
{
    public ProblemKind Kind { get; } = kind;
}
