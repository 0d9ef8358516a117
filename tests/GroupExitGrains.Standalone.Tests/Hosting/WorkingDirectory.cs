namespace GroupExitGrains.Standalone.Tests.Hosting;

/// <summary>A directory to run in, gone afterwards.</summary>
internal sealed class WorkingDirectory : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("groupexit-standalone-").FullName;

    public string In(params ReadOnlySpan<string> names) => System.IO.Path.Combine([Path, .. names]);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
