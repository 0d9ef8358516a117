using GroupExitGrains.Web.Configuration;
using YamlDotNet.RepresentationModel;

namespace GroupExitGrains.Cluster.Tests.Deployment;

public sealed class ComposeTests
{
    private static readonly string[] Processes = ["silo1", "silo2", "silo3", "gateway"];

    private readonly YamlMappingNode _compose = Manifests.Compose();

    [Fact]
    public void Processes_HaveSettingsThatTheProgramTakes()
    {
        foreach (var process in Processes)
        {
            var options = SettingsOf.Environment(Environment(process));

            options.Sources.Count.ShouldBe(2);
            options.Sources.Values.ShouldAllBe(source => source.HasPathSecret || source.Token != null);
            options.Admin.Keys.Select(key => (key.Name, key.Role)).ShouldBe([("operations", AdminRole.Admin), ("prometheus", AdminRole.Reader)]);
        }
    }

    [Fact]
    public void Processes_HaveAVolumeOfTheirOwn_AndTimeToDrain()
    {
        var volumes = Processes
            .Select(process => ((YamlSequenceNode)_compose.At("services", process, "volumes")!).Single().ToString())
            .ToList();

        volumes.ShouldBe(Processes.Select(process => $"{process}:/data"));
        foreach (var process in Processes)
        {
            var options = SettingsOf.Environment(Environment(process));
            SettingsOf.Duration(_compose.Text("services", process, "stop_grace_period"))
                .ShouldBeGreaterThan(options.DrainNotice + options.DrainWithin);
        }
    }

    [Fact]
    public void LoadBalancer_KnowsEveryProcess()
    {
        var settings = File.ReadAllText(Manifests.PathOf("compose", "nginx.conf"));

        Processes.ShouldAllBe(process => settings.Contains($"server {process}:8080 "));
    }

    [Fact]
    public void Prometheus_AsksEveryProcess_WithTheKeyThatTheyKnow()
    {
        var job = ((YamlSequenceNode)Manifests.Read("monitoring", "prometheus.yaml").At("scrape_configs")!).Single();
        var targets = (YamlSequenceNode)((YamlSequenceNode)job.At("static_configs")!).Single().At("targets")!;
        var secrets = Manifests.Read("compose", "monitoring.yaml").At("secrets")!;

        job.Text("job_name").ShouldBe("groupexit");
        targets.Select(target => target.ToString()).ShouldBe(Processes.Select(process => $"{process}:8080"));
        job.Text("authorization", "credentials_file").ShouldBe("/run/secrets/metrics_key");
        secrets.Text("metrics_key", "environment").ShouldBe("METRICS_KEY");
    }

    [Fact]
    public void Secrets_AreNamedInTheExampleAndHaveNoDefault()
    {
        var text = File.ReadAllText(Manifests.PathOf("compose", "compose.yaml"));

        foreach (var name in Example().Keys.Where(name => name != "HTTP_PORT"))
        {
            text.ShouldContain($"${{{name}:?}}");
        }
    }

    private static Dictionary<string, string> Example() => File.ReadAllLines(Manifests.PathOf("compose", "env.example"))
        .Where(line => line.Contains('=') && !line.StartsWith('#'))
        .Select(line => line.Split('=', 2))
        .ToDictionary(line => line[0], line => line[1], StringComparer.Ordinal);

    /// <summary>A process's environment with the example's values in it.</summary>
    private Dictionary<string, string> Environment(string process)
    {
        var example = Example();
        return _compose.Words("services", process, "environment").ToDictionary(
            variable => variable.Key,
            variable => example.Aggregate(
                variable.Value,
                (text, value) => text.Replace($"${{{value.Key}:?}}", value.Value, StringComparison.Ordinal)),
            StringComparer.Ordinal);
    }
}
