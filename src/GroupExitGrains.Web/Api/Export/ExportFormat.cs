namespace GroupExitGrains.Web.Api;

/// <summary>How an export is written.</summary>
internal enum ExportFormat
{
    /// <summary>One JSON object a line, as the API shows an entry.</summary>
    Ndjson,

    /// <summary>Comma-separated values with a heading line, safe to open in a spreadsheet.</summary>
    Csv,
}
