using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>An entry on the wire. What it shares with others travels as the canonical bytes that are stored and hashed.</summary>
[GenerateSerializer]
[Alias("groupexit.audit-entry")]
internal struct AuditEntrySurrogate
{
    [Id(0)]
    public long Position;

    [Id(1)]
    public long Sequence;

    [Id(2)]
    public EntryKind Kind;

    [Id(3)]
    public string? UserId;

    [Id(4)]
    public GroupRole Role;

    [Id(5)]
    public bool WasMember;

    [Id(6)]
    public EntryEffect Effect;

    [Id(7)]
    public DateTimeOffset? Since;

    [Id(8)]
    public byte[] Hash;

    [Id(9)]
    public byte[] Facts;

    [Id(10)]
    public byte[] PreviousHash;
}

[RegisterConverter]
internal sealed class AuditEntryConverter : IConverter<AuditEntry, AuditEntrySurrogate>
{
    public AuditEntry ConvertFromSurrogate(in AuditEntrySurrogate surrogate) => new(
        surrogate.Position,
        new LedgerEntry(
            surrogate.Sequence,
            surrogate.Kind,
            surrogate.UserId,
            surrogate.Role,
            surrogate.WasMember,
            surrogate.Effect,
            surrogate.Since,
            EntryHash.Read(surrogate.Hash)),
        CallbackFactsCodec.Decode(surrogate.Facts),
        EntryHash.Read(surrogate.PreviousHash));

    public AuditEntrySurrogate ConvertToSurrogate(in AuditEntry value) => new()
    {
        Position = value.Position,
        Sequence = value.Entry.Sequence,
        Kind = value.Entry.Kind,
        UserId = value.Entry.UserId,
        Role = value.Entry.Role,
        WasMember = value.Entry.WasMember,
        Effect = value.Entry.Effect,
        Since = value.Entry.Since,
        Hash = value.Entry.Hash.ToByteArray(),
        Facts = CallbackFactsCodec.Encode(value.Facts),
        PreviousHash = value.PreviousHash.ToByteArray(),
    };
}
