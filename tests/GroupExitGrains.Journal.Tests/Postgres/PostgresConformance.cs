using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;

namespace GroupExitGrains.Journal.Tests.Postgres;

// What every journal must do, on PostgreSQL.

public sealed class PostgresAppendConformance(PostgresFixture postgres) : AppendConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresChunkConformance(PostgresFixture postgres) : ChunkConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresFailureConformance(PostgresFixture postgres) : FailureConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresDamageConformance(PostgresFixture postgres) : DamageConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresHistoryConformance(PostgresFixture postgres) : HistoryConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresGroupsConformance(PostgresFixture postgres) : GroupsConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresUserConformance(PostgresFixture postgres) : UserConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresRejectionConformance(PostgresFixture postgres) : RejectionConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresSnapshotConformance(PostgresFixture postgres) : SnapshotConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresWritersConformance(PostgresFixture postgres) : WritersConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}
