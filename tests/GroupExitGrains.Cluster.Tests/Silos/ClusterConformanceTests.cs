using GroupExitGrains.Cluster.Tests.Hosting;
using GroupExitGrains.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Cluster.Tests.Silos;

/// <summary>What holds of groups holds behind grains of two silos on PostgreSQL, asked by a client.</summary>
public sealed class ClusterConformanceTests(TwoSilos silos) : GroupsConformance, IClassFixture<TwoSilos>
{
    protected override IGroups Groups => silos.Cluster.Groups;

    protected override IUsers Users => silos.Cluster.Users;
}
