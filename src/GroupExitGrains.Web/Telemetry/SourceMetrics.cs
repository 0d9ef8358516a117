using System.Diagnostics.Metrics;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>
/// What the configured sources send. The numbers are kept by <see cref="SourceActivity"/> anyway and read when somebody
/// measures; nothing is added to the way of a callback. Labels are of the settings and of this program, never of a request.
/// </summary>
internal sealed class SourceMetrics
{
    /// <summary>In place of commands that this program does not use.</summary>
    public const string OtherCommand = "other";

    private const string Command = "groupexit.command";
    private const string Outcome = "groupexit.outcome";

    private readonly string[] _sources;
    private readonly SourceActivity _activity;
    private readonly TimeProvider _time;
    private readonly DateTimeOffset _started;

    public SourceMetrics(Meter meter, SourceActivity activity, GroupExitOptions options, TimeProvider time)
    {
        (_sources, _activity, _time, _started) = ([.. options.Sources.Keys], activity, time, time.GetUtcNow());
        meter.CreateObservableCounter(
            "groupexit.callbacks", Callbacks, "{callback}", "Requests to the webhooks, by what became of them.");
        meter.CreateObservableCounter(
            "groupexit.rejections", Rejections, "{request}", "Requests that were refused, by cause.");
        meter.CreateObservableCounter(
            "groupexit.rejections.dropped", Dropped, "{request}", "Refused requests whose body could not be kept.");
        meter.CreateObservableGauge(
            "groupexit.source.last_callback.age", Ages, "s", "Since the last request of a source, or since the start if none came.");
    }

    private IEnumerable<Measurement<long>> Callbacks()
    {
        foreach (var source in _sources)
        {
            foreach (var command in _activity.CommandsOf(source))
            {
                for (var i = 0; i < CommandCounts.Outcomes.Length; i++)
                {
                    yield return Of(command.Read(i), source, CommandCounts.Outcomes[i], command.Command);
                }
            }

            // Of these the command is not known, or none of ours: it is never a label.
            var counts = _activity.Of(source);
            yield return Of(counts.Unsupported.Values.Sum(), source, "unsupported", OtherCommand);
            yield return Of(counts.Rejected.Values.Sum(), source, "rejected", OtherCommand);
            yield return Of(counts.Overloaded.Values.Sum(), source, "overloaded", OtherCommand);
        }
    }

    private static Measurement<long> Of(long count, string source, string outcome, string command) => new(
        count, new(HostMetrics.Source, source), new(Command, command), new KeyValuePair<string, object?>(Outcome, outcome));

    private IEnumerable<Measurement<long>> Rejections() =>
        from source in _sources
        from cause in _activity.Of(source).Rejected
        select new Measurement<long>(
            cause.Value, new(HostMetrics.Source, source), new KeyValuePair<string, object?>("error.type", cause.Key));

    private IEnumerable<Measurement<long>> Dropped() => _sources.Select(source =>
        new Measurement<long>(_activity.Of(source).RejectionsNotKept, new KeyValuePair<string, object?>(HostMetrics.Source, source)));

    private IEnumerable<Measurement<double>> Ages()
    {
        var now = _time.GetUtcNow();
        return _sources.Select(source => new Measurement<double>(
            Math.Max(0, (now - (_activity.Of(source).LastReceivedAt ?? _started)).TotalSeconds),
            new KeyValuePair<string, object?>(HostMetrics.Source, source)));
    }
}
