using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>A callback on the wire. Its request travels as the canonical bytes that are stored.</summary>
[GenerateSerializer]
[Alias("groupexit.callback")]
internal struct CallbackSurrogate
{
    [Id(0)]
    public Guid Id;

    [Id(1)]
    public string Source;

    [Id(2)]
    public string Command;

    [Id(3)]
    public string? OperationId;

    [Id(4)]
    public DateTimeOffset ReceivedAt;

    [Id(5)]
    public string? ClientIp;

    [Id(6)]
    public string? ClientPlatform;

    [Id(7)]
    public byte[] Request;

    [Id(8)]
    public GroupChange Change;
}

[RegisterConverter]
internal sealed class CallbackConverter : IConverter<Callback, CallbackSurrogate>
{
    public Callback ConvertFromSurrogate(in CallbackSurrogate surrogate) => new()
    {
        Id = new CallbackId(surrogate.Id),
        Source = surrogate.Source,
        Command = surrogate.Command,
        OperationId = surrogate.OperationId,
        ReceivedAt = surrogate.ReceivedAt,
        ClientIp = surrogate.ClientIp,
        ClientPlatform = surrogate.ClientPlatform,
        Request = RawRequestCodec.Decode(surrogate.Request),
        Change = surrogate.Change,
    };

    public CallbackSurrogate ConvertToSurrogate(in Callback value) => new()
    {
        Id = value.Id.Value,
        Source = value.Source,
        Command = value.Command,
        OperationId = value.OperationId,
        ReceivedAt = value.ReceivedAt,
        ClientIp = value.ClientIp,
        ClientPlatform = value.ClientPlatform,
        Request = RawRequestCodec.Encode(value.Request),
        Change = value.Change,
    };
}
