using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Health;
using Microsoft.Extensions.Hosting;

namespace GroupExitGrains.Web.Hosting;

/// <summary>
/// Turns readiness off before anything is stopped, and goes on serving for a while, so that load balancers have time to
/// look elsewhere.
/// </summary>
internal sealed class DrainNotice(Readiness readiness, GroupExitOptions options, TimeProvider time) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken)
    {
        readiness.TurnOff();
        return options.DrainNotice > TimeSpan.Zero
            ? Task.Delay(options.DrainNotice, time, cancellationToken)
            : Task.CompletedTask;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
