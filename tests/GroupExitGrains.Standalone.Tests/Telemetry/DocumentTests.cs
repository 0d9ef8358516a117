using System.Diagnostics.Metrics;
using GroupExitGrains.Standalone.Tests.Hosting;

namespace GroupExitGrains.Standalone.Tests.Telemetry;

/// <summary>The table of metrics in <c>docs/observability.md</c>, held against the instruments that there are.</summary>
public sealed class DocumentTests
{
    [Fact]
    public async Task Table_HasEveryInstrument_AsItIs()
    {
        var instruments = new Dictionary<string, string>(StringComparer.Ordinal);
        using var listener = new MeterListener
        {
            InstrumentPublished = (instrument, _) =>
            {
                if (instrument.Meter.Name.StartsWith("GroupExitGrains.", StringComparison.Ordinal))
                {
                    lock (instruments)
                    {
                        instruments[instrument.Name] = $"| `{instrument.Name}` | {Kind(instrument)} | {instrument.Unit} |";
                    }
                }
            },
        };
        listener.Start();
        using var directory = new WorkingDirectory();
        await using var running = await RunningApp.StartAsync(directory);

        var rows = File.ReadAllLines(DocumentPath())
            .Where(line => line.StartsWith("| `groupexit.", StringComparison.Ordinal))
            .Select(line => $"|{string.Join('|', line.Split('|')[1..4])}|")
            .ToList();
        lock (instruments)
        {
            rows.ShouldBe(instruments.Values, ignoreOrder: true);
        }
    }

    private static string Kind(Instrument instrument) => instrument.GetType().Name.Split('`')[0] switch
    {
        "Histogram" => "histogram",
        "Counter" or "ObservableCounter" => "counter",
        _ => "gauge",
    };

    private static string DocumentPath()
    {
        var directory = new DirectoryInfo(AppContext.BaseDirectory);
        while (directory is not null && !File.Exists(Path.Combine(directory.FullName, "GroupExitGrains.sln")))
        {
            directory = directory.Parent;
        }

        return Path.Combine(directory!.FullName, "docs", "observability.md");
    }
}
