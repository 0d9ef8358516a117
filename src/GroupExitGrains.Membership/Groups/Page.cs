namespace GroupExitGrains.Membership;

/// <summary>Part of a list.</summary>
/// <typeparam name="T">What is listed.</typeparam>
/// <param name="Items">The items, in the list's order.</param>
/// <param name="Next">Where the next page starts (what to pass as <c>After</c>); absent on the last page.</param>
public sealed record Page<T>(IReadOnlyList<T> Items, string? Next);
