using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>The outcome of walking a chain, on the wire.</summary>
[GenerateSerializer]
[Alias("groupexit.verification")]
internal struct VerificationSurrogate
{
    [Id(0)]
    public bool Valid;

    [Id(1)]
    public long Entries;

    [Id(2)]
    public byte[] HeadHash;

    [Id(3)]
    public long? FirstBrokenSequence;

    [Id(4)]
    public string? Reason;
}

[RegisterConverter]
internal sealed class VerificationConverter : IConverter<Verification, VerificationSurrogate>
{
    public Verification ConvertFromSurrogate(in VerificationSurrogate surrogate) => new(
        surrogate.Valid,
        surrogate.Entries,
        EntryHash.Read(surrogate.HeadHash),
        surrogate.FirstBrokenSequence,
        surrogate.Reason);

    public VerificationSurrogate ConvertToSurrogate(in Verification value) => new()
    {
        Valid = value.Valid,
        Entries = value.Entries,
        HeadHash = value.HeadHash.ToByteArray(),
        FirstBrokenSequence = value.FirstBrokenSequence,
        Reason = value.Reason,
    };
}
