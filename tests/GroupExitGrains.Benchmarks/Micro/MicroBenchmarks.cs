using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using GroupExitGrains.Benchmarks.Scenarios;

namespace GroupExitGrains.Benchmarks.Micro;

/// <summary>
/// The parts of a callback's way that touch no disk. In this process: what BenchmarkDotNet would build otherwise takes longer than
/// what it measures.
/// </summary>
internal static class MicroBenchmarks
{
    private static readonly Type[] s_all = [typeof(Reading), typeof(Deciding), typeof(Chaining), typeof(Encoding)];

    public static Task RunAsync(Bench bench) => Task.Run(() =>
    {
        var job = bench.Effort == Effort.Short ? Job.Dry : Job.Default;
        var config = ManualConfig.CreateEmpty()
            .AddJob(job.WithToolchain(InProcessEmitToolchain.Instance))
            .AddDiagnoser(MemoryDiagnoser.Default)
            .AddColumnProvider(DefaultColumnProviders.Instance)
            .AddLogger(NullLogger.Instance)
            .WithArtifactsPath(bench.Place("micro"));
        foreach (var summary in s_all.Select(type => BenchmarkRunner.Run(type, config)))
        {
            if (summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success))
            {
                throw new InvalidOperationException(
                    $"{summary.Title} did not run: {string.Join("; ", summary.ValidationErrors.Select(error => error.Message))}");
            }

            foreach (var report in summary.Reports)
            {
                var name = report.BenchmarkCase.Descriptor.WorkloadMethodDisplayInfo.Trim('\'');
                var parameters = report.BenchmarkCase.HasParameters ? $", {report.BenchmarkCase.Parameters.DisplayInfo.Trim('[', ']')}" : "";
                var times = report.ResultStatistics!;
                bench.Report.Add($"{name}{parameters}", times.Median, "ns", Report.Spread([times.Min, times.Max]));
                bench.Report.Add("... allocated", report.GcStats.GetBytesAllocatedPerOperation(report.BenchmarkCase) ?? double.NaN, "bytes");
            }
        }
    });
}
