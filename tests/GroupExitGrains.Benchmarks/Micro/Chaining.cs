using BenchmarkDotNet.Attributes;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Micro;

/// <summary>The hashes of a callback: its request, its facts, its entry.</summary>
public class Chaining
{
    private readonly byte[] _request = RawRequestCodec.Encode(Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit).Request);
    private readonly LedgerEntry _entry = new(
        1_000, EntryKind.Quit, "m1-1", GroupRole.Unknown, WasMember: true, EntryEffect.Applied, Since: null, EntryHash.Zero);

    private readonly byte[] _facts = CallbackFactsCodec.Encode(
        FactsOf.Callback(Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit), EntryHash.Zero));

    /// <summary>One entry.</summary>
    [Benchmark(Description = "chain an entry")]
    public int Entry() => EntryChain.Hash(EntryHash.Zero, EntryHash.Zero, _entry).GetHashCode();

    /// <summary>All that a quit is hashed for.</summary>
    [Benchmark(Description = "hash a quit's request, facts and entry")]
    public int Callback()
    {
        var request = EntryChain.Digest(_request);
        return EntryChain.Hash(request, EntryChain.Digest(_facts), _entry).GetHashCode();
    }

    /// <summary>What makes it a duplicate of another.</summary>
    [Benchmark(Description = "a quit's fingerprint and facts")]
    public object Fingerprint() => FactsOf.Callback(_quit, EntryHash.Zero);

    private readonly Callback _quit = Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit);
}
