using System.Threading.Channels;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Hosting;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>
/// Keeps a few requests a day of each command that this program does not use. They are stored behind the answer's back:
/// all messages of an app may come this way, and a before-hook holds up somebody's click.
/// </summary>
internal sealed class UnsupportedSamples(RejectionLog rejections, TimeProvider time) : BackgroundService
{
    private const int MostPerDay = 5;

    // As many as wait may be this long.
    private const int MostBytes = 1024 * 1024;

    // Commands come from outside: past this many of a day, none is sampled.
    private const int MostCommands = 500;

    private readonly Lock _counting = new();
    private readonly Dictionary<(string Source, string Command), int> _today = [];
    private readonly Channel<Rejection> _samples =
        Channel.CreateBounded<Rejection>(new BoundedChannelOptions(32) { FullMode = BoundedChannelFullMode.DropWrite });

    private DateOnly _day;

    /// <summary>There are few of this command yet today; counts this one.</summary>
    public bool Wants(string source, string command)
    {
        var today = DateOnly.FromDateTime(time.GetUtcNow().UtcDateTime);
        lock (_counting)
        {
            if (today != _day)
            {
                _today.Clear();
                _day = today;
            }

            var count = _today.GetValueOrDefault((source, command));
            if (count >= MostPerDay || (count == 0 && _today.Count >= MostCommands))
            {
                return false;
            }

            _today[(source, command)] = count + 1;
            return true;
        }
    }

    /// <summary>Stores a sample, soon, unless it is very long.</summary>
    public void Keep(Rejection sample)
    {
        if (sample.Request.Body.Length <= MostBytes)
        {
            _samples.Writer.TryWrite(sample);
        }
    }

    /// <inheritdoc/>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _samples.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var sample in _samples.Reader.ReadAllAsync(CancellationToken.None))
        {
            await rejections.KeepAsync(sample);
        }
    }
}
