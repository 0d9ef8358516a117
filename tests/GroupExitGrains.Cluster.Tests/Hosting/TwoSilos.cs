using GroupExitGrains.Grains;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Cluster.Tests.Hosting;

/// <summary>Two silos for all tests of a class; each test has groups of its own. Tests are skipped where there is no PostgreSQL.</summary>
public sealed class TwoSilos(PostgresFixture postgres) : IAsyncLifetime
{
    private const string IsOf = "grain_id_extension = $1";
    private TestSchema? _schema;
    private GroupCluster? _cluster;

    internal GroupCluster Cluster => _cluster!;

    public async ValueTask InitializeAsync()
    {
        _schema = await postgres.CreateSchemaAsync();
        _cluster = await GroupCluster.StartAsync(_schema.ConnectionString, silos: 2);
    }

    /// <summary>How many snapshots a group has in grain state.</summary>
    internal async Task<long> SnapshotsAsync(GroupKey group) => (await _schema!.QueryAsync<long>(
        $"SELECT count(*) FROM orleans_grain_state WHERE {IsOf}", GroupGrainKey.Of(group)))[0];

    /// <summary>Cuts a group's snapshot off, behind the cluster's back.</summary>
    internal async Task CutSnapshotAsync(GroupKey group) => (await _schema!.ExecuteAsync(
        $"UPDATE orleans_grain_state SET payload = substring(payload FOR 45) WHERE {IsOf}", GroupGrainKey.Of(group))).ShouldBe(1);

    public async ValueTask DisposeAsync()
    {
        if (_cluster is not null)
        {
            await _cluster.DisposeAsync();
        }

        if (_schema is not null)
        {
            await _schema.DisposeAsync();
        }
    }
}
