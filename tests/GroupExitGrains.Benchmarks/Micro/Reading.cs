using BenchmarkDotNet.Attributes;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Micro;

/// <summary>From a request's bytes to the callback that they are.</summary>
public class Reading
{
    /// <summary>One user quits.</summary>
    [Benchmark(Description = "read OpenIM's quit")]
    public object OpenImQuit() => Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit);

    /// <summary>50 users are kicked.</summary>
    [Benchmark(Description = "read OpenIM's kick of 50")]
    public object OpenImKick() => Samples.Read(KnownVendors.OpenIm, Samples.OpenImKick);

    /// <summary>One user is kicked.</summary>
    [Benchmark(Description = "read Tencent's kick")]
    public object TencentKick() => Samples.Read(KnownVendors.TencentIm, Samples.TencentKick);
}
