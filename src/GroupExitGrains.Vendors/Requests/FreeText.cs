namespace GroupExitGrains.Vendors.Requests;

/// <summary>Text that a person or a client wrote: kept as sent, except for what a store may not be able to hold.</summary>
internal static class FreeText
{
    /// <summary>The text with NUL as U+FFFD.</summary>
    public static string Clean(string text) => text.Replace('\0', '\uFFFD');

    /// <summary>The text likewise; absent if it is empty.</summary>
    public static string? CleanOrAbsent(string? text) => string.IsNullOrEmpty(text) ? null : Clean(text);
}
