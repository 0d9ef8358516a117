using GroupExitGrains.Journal.Tests.Conformance;

namespace GroupExitGrains.Journal.Tests.Sqlite;

public sealed class SqliteAppendTests : AppendConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteChunkTests : ChunkConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteHistoryTests : HistoryConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteUserTests : UserConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteGroupsTests : GroupsConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteSnapshotTests : SnapshotConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteRejectionTests : RejectionConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteAdministrationTests : AdministrationConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteStatisticsTests : StatisticsConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteDamageTests : DamageConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteFailureTests : FailureConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteWritersTests : WritersConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}

public sealed class SqliteSubscriptionTests : SubscriptionConformance
{
    protected override Task<TestStore> CreateStoreAsync() => Task.FromResult<TestStore>(new SqliteStore());
}
