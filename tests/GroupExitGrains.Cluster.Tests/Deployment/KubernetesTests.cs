using System.Globalization;
using GroupExitGrains.Web.Configuration;
using YamlDotNet.RepresentationModel;

namespace GroupExitGrains.Cluster.Tests.Deployment;

/// <summary>What a cluster rests on, held against the manifests: none of it would be missed before the first bad day.</summary>
public sealed class KubernetesTests
{
    private readonly IReadOnlyList<YamlMappingNode> _manifests = Manifests.Kubernetes();

    public static TheoryData<string> Roles => ["silo", "gateway"];

    [Fact]
    public void Kustomization_HasEveryFileButTheExampleOfSecrets()
    {
        var listed = ((YamlSequenceNode)Manifests.Kustomization().At("resources")!).Select(resource => resource.ToString());
        var files = Directory.GetFiles(Manifests.PathOf("kubernetes"), "*.yaml").Select(Path.GetFileName);

        listed.Append("kustomization.yaml").Append("secret.example.yaml").Order(StringComparer.Ordinal)
            .ShouldBe(files.Order(StringComparer.Ordinal)!);
    }

    [Fact]
    public void Settings_AreThoseThatTheProgramTakes()
    {
        var options = Options();

        options.Storage.Provider.ShouldBe(StorageProvider.Postgres);
        options.Sources.Values.ShouldAllBe(source => source.HasPathSecret || source.Token != null);
        options.Admin.Keys.Select(key => (key.Name, key.Role)).ShouldBe([("operations", AdminRole.Admin), ("prometheus", AdminRole.Reader)]);
    }

    [Fact]
    public void PodMonitor_FindsThePodsAndTheirKey()
    {
        var monitor = Manifests.Read("monitoring", "podmonitor.yaml");
        var endpoint = ((YamlSequenceNode)monitor.At("spec", "podMetricsEndpoints")!).Single();

        foreach (var role in Roles)
        {
            IsSubset(monitor.Words("spec", "selector", "matchLabels"), Labels(role.Data)).ShouldBeTrue();
            Ports(Container(role.Data)).ShouldContainKey(endpoint.Text("port"));
        }

        endpoint.Text("path").ShouldBe("/metrics");
        endpoint.Text("authorization", "credentials", "name").ShouldBe(Manifest("Secret", "groupexit").Text("metadata", "name"));
        Manifest("Secret", "groupexit").Words("stringData").ShouldContainKey(endpoint.Text("authorization", "credentials", "key"));
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pods_HaveTimeToDrain(string role)
    {
        var grace = int.Parse(Pod(role).Text("terminationGracePeriodSeconds"), CultureInfo.InvariantCulture);
        var options = Options();

        TimeSpan.FromSeconds(grace).ShouldBeGreaterThan(options.DrainNotice + options.DrainWithin);
        options.DrainNotice.ShouldBeGreaterThan(TimeSpan.Zero);
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pods_AreProbedWhereTheProgramAnswers(string role)
    {
        var container = Container(role);

        container.Text("startupProbe", "httpGet", "path").ShouldBe("/health/ready");
        container.Text("readinessProbe", "httpGet", "path").ShouldBe("/health/ready");
        container.Text("livenessProbe", "httpGet", "path").ShouldBe("/health/live");
        Ports(container)["http"].ShouldBe("8080");
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pods_KeepWhatTheyAcceptedOnAVolumeOfTheirOwn(string role)
    {
        var claim = ((YamlSequenceNode)Manifest("StatefulSet", role).At("spec", "volumeClaimTemplates")!).Single();
        var mounts = ((YamlSequenceNode)Container(role).At("volumeMounts")!)
            .ToDictionary(mount => mount.Text("name"), mount => mount.Text("mountPath"), StringComparer.Ordinal);

        claim.Text("metadata", "name").ShouldBe("data");
        mounts["data"].ShouldBe("/data");
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pods_AreApartAndNeverAwayTogether(string role)
    {
        var apart = ((YamlSequenceNode)Pod(role).At(
            "affinity", "podAntiAffinity", "requiredDuringSchedulingIgnoredDuringExecution")!).Single();

        apart.Text("topologyKey").ShouldBe("kubernetes.io/hostname");
        IsSubset(apart.Words("labelSelector", "matchLabels"), Labels(role)).ShouldBeTrue();
        var budget = Manifest("PodDisruptionBudget", role);
        budget.Text("spec", "maxUnavailable").ShouldBe("1");
        IsSubset(budget.Words("spec", "selector", "matchLabels"), Labels(role)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pods_AreFoundByTheirServices(string role)
    {
        var set = Manifest("StatefulSet", role);

        IsSubset(set.Words("spec", "selector", "matchLabels"), Labels(role)).ShouldBeTrue();
        IsSubset(Manifest("Service", set.Text("spec", "serviceName")).Words("spec", "selector"), Labels(role)).ShouldBeTrue();
        IsSubset(Manifest("Service", "groupexit").Words("spec", "selector"), Labels(role)).ShouldBeTrue();
        IsSubset(Manifest("NetworkPolicy", "groupexit").Words("spec", "podSelector", "matchLabels"), Labels(role)).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(Roles))]
    public void Pods_MayNothingThatTheyNeedNot(string role)
    {
        Pod(role).Text("securityContext", "runAsNonRoot").ShouldBe("true");
        var container = Container(role);
        container.Text("securityContext", "readOnlyRootFilesystem").ShouldBe("true");
        container.Text("securityContext", "allowPrivilegeEscalation").ShouldBe("false");
        container.Text("resources", "limits", "memory").ShouldBe(container.Text("resources", "requests", "memory"));
    }

    [Fact]
    public void Silos_OfferTheirPortsToTheClusterAlone()
    {
        var options = new ClusterOptions();
        var ports = Ports(Container("silo"));
        (ports["silo"], ports["orleans"]).ShouldBe((
            options.SiloPort.ToString(CultureInfo.InvariantCulture), options.GatewayPort.ToString(CultureInfo.InvariantCulture)));

        var rules = (YamlSequenceNode)Manifest("NetworkPolicy", "groupexit").At("spec", "ingress")!;
        var open = rules.Where(rule => rule.At("from") is null)
            .SelectMany(rule => (YamlSequenceNode)rule.At("ports")!)
            .Select(port => port.Text("port"));
        open.ShouldBe(["http"]);
    }

    private static Dictionary<string, string> Ports(YamlNode container) => ((YamlSequenceNode)container.At("ports")!)
        .ToDictionary(port => port.Text("name"), port => port.Text("containerPort"), StringComparer.Ordinal);

    private static bool IsSubset(Dictionary<string, string> selector, Dictionary<string, string> labels) =>
        selector.Count > 0 && selector.All(labels.Contains);

    private GroupExitOptions Options() => SettingsOf.Environment(
        Manifest("ConfigMap", "groupexit").Words("data").Concat(Manifest("Secret", "groupexit").Words("stringData")));

    private Dictionary<string, string> Labels(string role) =>
        Manifest("StatefulSet", role).Words("spec", "template", "metadata", "labels");

    private YamlNode Pod(string role) => Manifest("StatefulSet", role).At("spec", "template", "spec")!;

    private YamlNode Container(string role) => ((YamlSequenceNode)Pod(role).At("containers")!).Single();

    private YamlMappingNode Manifest(string kind, string name) => _manifests.Single(
        manifest => manifest.Text("kind") == kind && manifest.Text("metadata", "name") == name);
}
