using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>Part of a list, on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.page`1")]
internal struct PageSurrogate<T>
{
    [Id(0)]
    public T[] Items;

    [Id(1)]
    public string? Next;
}

[RegisterConverter]
internal sealed class PageConverter<T> : IConverter<Page<T>, PageSurrogate<T>>
{
    public Page<T> ConvertFromSurrogate(in PageSurrogate<T> surrogate) => new(surrogate.Items ?? [], surrogate.Next);

    public PageSurrogate<T> ConvertToSurrogate(in Page<T> value) => new() { Items = [.. value.Items], Next = value.Next };
}
