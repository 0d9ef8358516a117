using Orleans.Storage;

namespace GroupExitGrains.Grains;

/// <summary>Stores a <see cref="GroupSnapshot"/> as the bytes that it is.</summary>
public sealed class GroupSnapshotSerializer : IGrainStorageSerializer
{
    /// <inheritdoc/>
    public BinaryData Serialize<T>(T? input) => input is GroupSnapshot snapshot
        ? BinaryData.FromBytes(snapshot.Encoded)
        : throw new NotSupportedException($"{typeof(T)} is not a snapshot.");

    /// <inheritdoc/>
    public T Deserialize<T>(BinaryData input) => new GroupSnapshot { Encoded = input.ToArray() } is T snapshot
        ? snapshot
        : throw new NotSupportedException($"{typeof(T)} is not a snapshot.");
}
