using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;

namespace GroupExitGrains.Journal.Tests.Postgres;

// What every journal must do, on PostgreSQL.

public sealed class PostgresAppendTests(PostgresFixture postgres) : AppendConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresChunkTests(PostgresFixture postgres) : ChunkConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresFailureTests(PostgresFixture postgres) : FailureConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresAdministrationTests(PostgresFixture postgres) : AdministrationConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresStatisticsTests(PostgresFixture postgres) : StatisticsConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresDamageTests(PostgresFixture postgres) : DamageConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresHistoryTests(PostgresFixture postgres) : HistoryConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresGroupsTests(PostgresFixture postgres) : GroupsConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresUserTests(PostgresFixture postgres) : UserConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresRejectionTests(PostgresFixture postgres) : RejectionConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresSnapshotTests(PostgresFixture postgres) : SnapshotConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresWritersTests(PostgresFixture postgres) : WritersConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}

public sealed class PostgresSubscriptionTests(PostgresFixture postgres) : SubscriptionConformance
{
    protected override async Task<TestStore> CreateStoreAsync() =>
        new PostgresTestStore(await postgres.CreateSchemaAsync());
}
