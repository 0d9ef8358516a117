namespace GroupExitGrains.Cluster.Tests.Deployment;

/// <summary>The address of a webhook has a secret in it, and the proxies in front see every one.</summary>
public sealed class LoadBalancerTests
{
    [Theory]
    [InlineData("local")]
    [InlineData("compose")]
    public void Nginx_WritesNoAddressToALog(string folder)
    {
        var settings = File.ReadAllLines(Manifests.PathOf(folder, "nginx.conf")).Select(line => line.Trim()).ToList();

        settings.Where(line => line.StartsWith("access_log ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldBe("access_log off;");
        settings.Where(line => line.StartsWith("error_log ", StringComparison.Ordinal)).ShouldHaveSingleItem().ShouldEndWith(" emerg;");
    }

    [Fact]
    public void Ingress_WritesNoAddressToALog() =>
        Manifests.Kubernetes().Single(manifest => manifest.Text("kind") == "Ingress")
            .Text("metadata", "annotations", "nginx.ingress.kubernetes.io/enable-access-log").ShouldBe("false");
}
