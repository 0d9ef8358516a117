namespace GroupExitGrains.Web.Configuration;

/// <summary>How this process is watched. What is absent here is taken from OpenTelemetry's own variables (<c>OTEL_*</c>).</summary>
public sealed class TelemetryOptions
{
    /// <summary>Measure, and answer <c>/metrics</c>. Default true.</summary>
    public bool Metrics { get; init; } = true;

    /// <summary>
    /// Networks, as CIDR, from which <c>/metrics</c> takes no key. Whoever asks through a proxy that is not among
    /// <see cref="GroupExitOptions.Proxies"/> has the proxy's address. None by default.
    /// </summary>
    public List<string> MetricsNetworks { get; } = [];

    /// <summary>Meters of the runtime and of libraries to measure besides, for example <c>Microsoft.Orleans</c>.</summary>
    public List<string> Meters { get; } = [];

    /// <summary>
    /// Where an OpenTelemetry collector takes metrics, traces and logs, for example <c>http://collector:4317</c>. Default:
    /// <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>; without either nothing is sent and nothing is traced.
    /// </summary>
    public string? OtlpEndpoint { get; init; }

    /// <summary>How to speak with it. Default: <c>OTEL_EXPORTER_OTLP_PROTOCOL</c>, else gRPC.</summary>
    public OtlpProtocol? OtlpProtocol { get; init; }

    /// <summary>The share of callbacks that are traced, 0 to 1. Default 0.01.</summary>
    public double TraceRatio { get; init; } = 0.01;
}

/// <summary>How OTLP is carried.</summary>
public enum OtlpProtocol
{
    /// <summary>Over gRPC; collectors listen on port 4317.</summary>
    Grpc,

    /// <summary>Over HTTP, as Protobuf; collectors listen on port 4318.</summary>
    HttpProtobuf,
}
