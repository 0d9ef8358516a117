using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Hosting;

namespace GroupExitGrains.Web.Hosting;

/// <summary>
/// Goes on serving for a while after readiness is off, so that load balancers have time to look elsewhere. Readiness follows
/// the application's stopping, which comes before any service is stopped.
/// </summary>
internal sealed class DrainNotice(GroupExitOptions options, TimeProvider time) : IHostedLifecycleService
{
    public Task StoppingAsync(CancellationToken cancellationToken) =>
        options.DrainNotice > TimeSpan.Zero ? Task.Delay(options.DrainNotice, time, cancellationToken) : Task.CompletedTask;

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
