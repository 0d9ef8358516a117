using GroupExitGrains.Membership;

namespace GroupExitGrains.Grains;

/// <summary>
/// What went wrong, on the wire, in words alone: whoever asked may not know the exceptions of the database that caused it.
/// </summary>
[GenerateSerializer]
[Alias("groupexit.journal-fault")]
internal struct JournalFaultSurrogate
{
    [Id(0)]
    public string Message;
}

[RegisterConverter]
internal sealed class JournalUnavailableConverter : IConverter<JournalUnavailableException, JournalFaultSurrogate>
{
    public JournalUnavailableException ConvertFromSurrogate(in JournalFaultSurrogate surrogate) => new(surrogate.Message);

    public JournalFaultSurrogate ConvertToSurrogate(in JournalUnavailableException value) => new() { Message = value.Message };
}

[RegisterConverter]
internal sealed class JournalDamagedConverter : IConverter<JournalDamagedException, JournalFaultSurrogate>
{
    public JournalDamagedException ConvertFromSurrogate(in JournalFaultSurrogate surrogate) => new(surrogate.Message);

    public JournalFaultSurrogate ConvertToSurrogate(in JournalDamagedException value) => new() { Message = value.Message };
}
