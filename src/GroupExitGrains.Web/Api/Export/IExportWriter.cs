namespace GroupExitGrains.Web.Api;

/// <summary>Writes entries one after the other.</summary>
internal interface IExportWriter : IAsyncDisposable
{
    /// <summary>Writes entries and waits until the reader has taken most of what was written.</summary>
    Task WriteAsync(IReadOnlyList<EntryView> entries, CancellationToken cancellationToken);
}
