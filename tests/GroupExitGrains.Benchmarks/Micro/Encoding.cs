using BenchmarkDotNet.Attributes;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Micro;

/// <summary>The canonical bytes that are stored.</summary>
public class Encoding
{
    private readonly Callback _quit = Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit);
    private readonly CallbackFacts _facts =
        FactsOf.Callback(Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit), EntryHash.Zero);

    private readonly Callback _kick = Samples.Read(KnownVendors.OpenIm, Samples.OpenImKick);

    /// <summary>What entries share.</summary>
    [Benchmark(Description = "encode a quit's facts")]
    public byte[] Facts() => CallbackFactsCodec.Encode(_facts);

    /// <summary>The request as it came.</summary>
    [Benchmark(Description = "encode a quit's request")]
    public byte[] Request() => RawRequestCodec.Encode(_quit.Request);

    /// <summary>A whole callback, as the spool keeps it.</summary>
    [Benchmark(Description = "encode a whole kick of 50")]
    public byte[] Callback() => CallbackCodec.Encode(_kick);
}
