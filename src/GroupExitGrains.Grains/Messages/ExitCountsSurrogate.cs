using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>Counts of exits on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.exit-counts")]
internal struct ExitCountsSurrogate
{
    [Id(0)]
    public long Quit;

    [Id(1)]
    public long Kicked;

    [Id(2)]
    public long Dismissed;

    [Id(3)]
    public long Left;
}

[RegisterConverter]
internal sealed class ExitCountsConverter : IConverter<ExitCounts, ExitCountsSurrogate>
{
    public ExitCounts ConvertFromSurrogate(in ExitCountsSurrogate surrogate) =>
        new(surrogate.Quit, surrogate.Kicked, surrogate.Dismissed, surrogate.Left);

    public ExitCountsSurrogate ConvertToSurrogate(in ExitCounts value) =>
        new() { Quit = value.Quit, Kicked = value.Kicked, Dismissed = value.Dismissed, Left = value.Left };
}
