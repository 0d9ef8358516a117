namespace GroupExitGrains.Grains;

/// <summary>
/// References to groups' grains. Whenever Orleans is asked for a reference by an interface, it reads the interface's attributes
/// and formats and parses its name, which costs a callback more than the call itself. The types of one reference are those of
/// all, so they are looked up once.
/// </summary>
internal sealed class GroupGrainReferences(IGrainFactory grains)
{
    private Types? _types;

    public IGroupGrain Of(string key)
    {
        if (_types is { } types)
        {
            return (IGroupGrain)grains.GetGrain(GrainId.Create(types.Grain, key), types.Interface);
        }

        var first = grains.GetGrain<IGroupGrain>(key);
        var reference = (GrainReference)first;
        _types = new Types(reference.GrainId.Type, reference.InterfaceType);
        return first;
    }

    private sealed record Types(GrainType Grain, GrainInterfaceType Interface);
}
