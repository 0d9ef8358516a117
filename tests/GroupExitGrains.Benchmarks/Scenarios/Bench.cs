namespace GroupExitGrains.Benchmarks.Scenarios;

/// <summary>What a scenario is given.</summary>
/// <param name="Report">Takes its figures.</param>
/// <param name="Folder">On disk, empty, for what it stores; deleted behind it.</param>
/// <param name="Effort">How thorough to be.</param>
internal sealed record Bench(Report Report, string Folder, Effort Effort)
{
    public string Place(string name) => Path.Combine(Folder, name);
}
