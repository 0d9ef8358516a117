using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;

namespace GroupExitGrains.Web.Telemetry;

/// <summary>Hands what is measured, traced and logged to OpenTelemetry.</summary>
public static class TelemetryHosting
{
    private const string Endpoint = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private const string Protocol = "OTEL_EXPORTER_OTLP_PROTOCOL";

    // What the runtime and the server say of themselves, at no cost for a callback.
    private static readonly string[] s_builtIn = ["System.Runtime", "Microsoft.AspNetCore.Server.Kestrel"];

    /// <summary>
    /// Adds metrics, and traces and logs where a collector is named. Comes before the web, so that what is measured until the
    /// last request is sent.
    /// </summary>
    /// <param name="builder">The host.</param>
    /// <param name="options">The settings.</param>
    /// <param name="role">What this process is, as resource attribute <c>groupexit.role</c>.</param>
    /// <param name="meters">Meters of the host's own parts.</param>
    public static void AddGroupExitTelemetry(
        this IHostApplicationBuilder builder, GroupExitOptions options, string role, IEnumerable<string> meters)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(options);

        ReadStandardVariables(builder.Configuration, options.Telemetry);
        var configuration = builder.Configuration;
        var resource = ResourceBuilder.CreateDefault()
            .AddService("groupexit", serviceVersion: typeof(TelemetryHosting).Assembly.GetName().Version?.ToString(3))
            .AddAttributes([new("groupexit.role", role)])
            .AddEnvironmentVariableDetector();
        var sends = !string.IsNullOrEmpty(configuration[Endpoint]);
        if (options.Telemetry.Metrics)
        {
            string[] measured = [HostMetrics.MeterName, .. meters, .. s_builtIn, .. options.Telemetry.Meters];
            builder.Services.AddSingleton(_ => BuildMeters(configuration, resource, measured, sends));
        }

        if (sends)
        {
            builder.Services.AddSingleton(_ => BuildTracer(configuration, resource));
            builder.Logging.AddOpenTelemetry(logs =>
            {
                logs.IncludeScopes = true;
                logs.IncludeFormattedMessage = true;
                logs.SetResourceBuilder(resource).AddOtlpExporter();
            });
        }
    }

    /// <summary>Begins to measure and trace; until then nobody listens.</summary>
    internal static void StartTelemetry(this IServiceProvider services)
    {
        // What is made first is taken down last: the providers ask once more for everything before they go.
        services.GetRequiredService<HostMetrics>();
        services.GetRequiredService<CallbackDurations>();
        services.GetService<MeterProvider>();
        services.GetService<TracerProvider>();
    }

    // Of settings and variables for the same thing, the settings are this program's own.
    private static void ReadStandardVariables(IConfigurationBuilder configuration, TelemetryOptions telemetry)
    {
        var settings = new Dictionary<string, string?>();
        if (telemetry.OtlpEndpoint is { } endpoint)
        {
            settings[Endpoint] = endpoint;
        }

        if (telemetry.OtlpProtocol is { } protocol)
        {
            settings[Protocol] = protocol == OtlpProtocol.Grpc ? "grpc" : "http/protobuf";
        }

        configuration.AddInMemoryCollection(settings);
    }

    private static MeterProvider BuildMeters(IConfiguration configuration, ResourceBuilder resource, string[] meters, bool sends)
    {
        var builder = Sdk.CreateMeterProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .AddMeter(meters)
            .AddPrometheusExporter(prometheus => prometheus.ScrapeResponseCacheDurationMilliseconds = 0);
        return (sends ? builder.AddOtlpExporter() : builder).Build();
    }

    // Which callbacks are traced is decided before they get here.
    private static TracerProvider BuildTracer(IConfiguration configuration, ResourceBuilder resource) =>
        Sdk.CreateTracerProviderBuilder()
            .ConfigureServices(services => services.AddSingleton(configuration))
            .SetResourceBuilder(resource)
            .SetSampler(new AlwaysOnSampler())
            .AddSource(Tracing.SourceName)
            .AddOtlpExporter()
            .Build();
}
