namespace GroupExitGrains.Grains;

/// <summary>Names of grain storage providers.</summary>
public static class GrainStorage
{
    /// <summary>Where groups keep their snapshots.</summary>
    public const string Snapshots = "snapshots";
}
