namespace GroupExitGrains.Grains;

/// <summary>Names of grain storage providers.</summary>
public static class GrainStorage
{
    /// <summary>Where groups keep their snapshots.</summary>
    public const string Snapshots = "snapshots";

    /// <summary>The provider behind <see cref="Snapshots"/>, where it is another.</summary>
    public const string SnapshotProvider = "snapshot-provider";
}
