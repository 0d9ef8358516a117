namespace GroupExitGrains.Membership;

/// <summary>Decodes facts once for the entries of one callback that follow each other.</summary>
internal sealed class FactsReader
{
    private ReadOnlyMemory<byte> _bytes;
    private CallbackFacts? _facts;

    public CallbackFacts Read(ReadOnlyMemory<byte> bytes)
    {
        if (_facts is null || !_bytes.Equals(bytes))
        {
            (_bytes, _facts) = (bytes, CallbackFactsCodec.Decode(bytes.Span));
        }

        return _facts;
    }
}
