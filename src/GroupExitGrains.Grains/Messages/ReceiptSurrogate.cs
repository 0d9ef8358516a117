using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>A receipt on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.receipt")]
internal struct ReceiptSurrogate
{
    [Id(0)]
    public Guid CallbackId;

    [Id(1)]
    public CallbackState State;

    [Id(2)]
    public Guid? DuplicateOf;
}

[RegisterConverter]
internal sealed class ReceiptConverter : IConverter<Receipt, ReceiptSurrogate>
{
    public Receipt ConvertFromSurrogate(in ReceiptSurrogate surrogate) => new(
        new CallbackId(surrogate.CallbackId),
        surrogate.State,
        surrogate.DuplicateOf is { } original ? new CallbackId(original) : null);

    public ReceiptSurrogate ConvertToSurrogate(in Receipt value) => new()
    {
        CallbackId = value.CallbackId.Value,
        State = value.State,
        DuplicateOf = value.DuplicateOf?.Value,
    };
}
