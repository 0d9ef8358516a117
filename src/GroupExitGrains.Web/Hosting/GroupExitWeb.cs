using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Console;
using GroupExitGrains.Web.Health;
using GroupExitGrains.Web.Overload;
using GroupExitGrains.Web.Telemetry;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace GroupExitGrains.Web.Hosting;

/// <summary>
/// Everything that is spoken over HTTP, for any host. The host brings <c>IGroups</c>, <c>IUsers</c>, <c>IJournal</c>,
/// <c>IHistory</c>, <c>IRejections</c>, <c>IAdministration</c> and, if it
/// has a spool, <c>ISpool</c>.
/// </summary>
public static class GroupExitWeb
{
    /// <summary>
    /// Adds the webhooks, the admin API, the console and health. Hosted services stop in the reverse order of their registration: what must
    /// outlive the last request is registered before.
    /// </summary>
    public static IServiceCollection AddGroupExitWeb(this IServiceCollection services, GroupExitOptions options)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(options);

        services.TryAddSingleton(TimeProvider.System);
        services.AddSingleton(options);
        services.AddMetrics();
        services.AddSingleton<HostMetrics>();
        services.AddSingleton<CallbackDurations>();
        services.AddSingleton<CallbackTracing>();
        services.AddSingleton<SourceActivity>();
        services.AddSingleton<WebhookSources>();
        services.AddSingleton<WebhookAllowances>();
        services.AddSingleton<WebhookBody>();
        services.AddSingleton<WebhookReceiver>();
        services.AddSingleton<RejectionLog>();
        services.AddSingleton<UnsupportedSamples>();
        services.AddHostedService(provider => provider.GetRequiredService<UnsupportedSamples>());
        services.AddHostedService<RejectionUpkeep>();
        services.AddAdminApi();
        services.AddConsole();
        services.AddSingleton<Readiness>();
        services.AddHostedService<DrainNotice>();
        services.Configure<HostOptions>(host => host.ShutdownTimeout = options.DrainNotice + options.DrainWithin);
        services.Configure<KestrelServerOptions>(kestrel => ServerLimits.Apply(kestrel, options));
        return services;
    }

    /// <summary>Answers webhooks first, then health, then everything else.</summary>
    public static WebApplication MapGroupExit(this WebApplication app)
    {
        ArgumentNullException.ThrowIfNull(app);

        app.Services.StartTelemetry();
        app.UseForwardedSenders(app.Services.GetRequiredService<GroupExitOptions>());
        app.UseMiddleware<WebhookMiddleware>();
        app.UseMetricsOfNetworks();
        app.UseMiddleware<RequestIds>();
        app.UseHealth();
        app.UseStatusCodePages(ExplainAsync);
        app.UseRouting();

        // Placed here by hand: the framework would put it first otherwise, on the way of every webhook.
        app.UseAuthentication();
        app.UseConsole();
        app.UseAdminApi();
        app.MapHealth();
        app.MapAdminApi();
        app.MapMetrics();
        app.MapConsole();
        return app;
    }

    private static Task ExplainAsync(StatusCodeContext bare)
    {
        var context = bare.HttpContext;
        return Problems.OfStatus(context.Response.StatusCode)
            .Result($"{context.Request.Method} {context.Request.Path} has no answer here.")
            .ExecuteAsync(context);
    }
}
