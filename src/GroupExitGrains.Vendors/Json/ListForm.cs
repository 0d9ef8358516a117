namespace GroupExitGrains.Vendors.Json;

/// <summary>In which forms a vendor sends a list.</summary>
internal enum ListForm
{
    /// <summary>Always an array.</summary>
    Required,

    /// <summary>An array, or null where there is nothing to list.</summary>
    Nullable,

    /// <summary>Perhaps not at all.</summary>
    Optional,
}
