using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry.Metrics;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>What is measured, for Prometheus to fetch: with a reader's key, or without one from networks that are named.</summary>
internal static class MetricsEndpoint
{
    public const string Path = "/metrics";

    /// <summary>Answers the named networks. Comes before anybody asks for a key.</summary>
    public static void UseMetricsOfNetworks(this WebApplication app)
    {
        var networks = app.Services.GetRequiredService<GroupExitOptions>().Telemetry.MetricsNetworks;
        if (app.Services.GetService<MeterProvider>() is null || networks.Count == 0)
        {
            return;
        }

        var scrapers = new AllowedNetworks(networks);
        app.MapWhen(
            context => HttpMethods.IsGet(context.Request.Method) && context.Request.Path == Path && scrapers.Admit(context.Sender()),
            Scrape);
    }

    /// <summary>Answers whoever has a key.</summary>
    public static void MapMetrics(this WebApplication app)
    {
        if (app.Services.GetService<MeterProvider>() is null)
        {
            return;
        }

        var branch = ((IEndpointRouteBuilder)app).CreateApplicationBuilder();
        Scrape(branch);
        app.MapMethods(Path, [HttpMethods.Get, HttpMethods.Head], branch.Build())
            .RequireRole(AdminRole.Reader)
            .NeedsEverySource()
            .ExcludeFromDescription();
    }

    private static void Scrape(IApplicationBuilder app)
    {
        app.Use(async (context, next) =>
        {
            await context.RequestServices.GetRequiredService<HostMetrics>().CheckAsync(context.RequestAborted);
            await next(context);
        });
        app.UseOpenTelemetryPrometheusScrapingEndpoint(_ => true);
    }
}
