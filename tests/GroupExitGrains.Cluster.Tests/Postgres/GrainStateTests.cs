using GroupExitGrains.Grains;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Storage;

namespace GroupExitGrains.Cluster.Tests.Postgres;

/// <summary>The persistence queries, through Orleans' ADO.NET grain storage.</summary>
public sealed class GrainStateTests(PostgresFixture postgres) : OrleansTables(postgres)
{
    private const string StateName = "snapshot";
    private static readonly GrainId Grain = GrainId.Create("group", "openim/G001");

    [Fact]
    public async Task Read_OfWhatWasNeverWritten_FindsNothing()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);

        var state = await ReadAsync(storage, Grain);

        state.RecordExists.ShouldBeFalse();
        state.ETag.ShouldBeNull();
    }

    [Fact]
    public async Task Write_ThenRead_BringsTheSameBytes()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);
        var bytes = new byte[5_000_000];
        Random.Shared.NextBytes(bytes);

        await storage.WriteStateAsync(StateName, Grain, State(bytes), Stop);
        var state = await ReadAsync(storage, Grain);

        state.RecordExists.ShouldBeTrue();
        state.ETag.ShouldBe("1");
        state.State!.Encoded.ShouldBe(bytes);
    }

    [Fact]
    public async Task Write_OverWhatWasRead_MovesTheVersionOn()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);
        var state = State([1]);

        await storage.WriteStateAsync(StateName, Grain, state, Stop);
        state.State = new GroupSnapshot { Encoded = [2] };
        await storage.WriteStateAsync(StateName, Grain, state, Stop);

        state.ETag.ShouldBe("2");
        (await ReadAsync(storage, Grain)).State!.Encoded.ShouldBe([2]);
    }

    [Fact]
    public async Task Write_OverWhatAnotherWrote_IsRefusedAndChangesNothing()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);
        await storage.WriteStateAsync(StateName, Grain, State([1]), Stop);
        var mine = await ReadAsync(storage, Grain);
        var theirs = await ReadAsync(storage, Grain);
        await storage.WriteStateAsync(StateName, Grain, theirs, Stop);

        mine.State = new GroupSnapshot { Encoded = [9] };
        await Should.ThrowAsync<InconsistentStateException>(() => storage.WriteStateAsync(StateName, Grain, mine, Stop));

        (await ReadAsync(storage, Grain)).State!.Encoded.ShouldBe([1]);
    }

    [Fact]
    public async Task Write_ThoughtTheFirst_IsRefusedWhereThereIsSomething()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);
        await storage.WriteStateAsync(StateName, Grain, State([1]), Stop);

        await Should.ThrowAsync<InconsistentStateException>(
            () => storage.WriteStateAsync(StateName, Grain, State([2]), Stop));

        (await ReadAsync(storage, Grain)).State!.Encoded.ShouldBe([1]);
    }

    [Fact]
    public async Task Write_FirstByManyAtOnce_SucceedsForOne()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);

        var written = await Task.WhenAll(Enumerable.Range(0, 16).Select(async i =>
        {
            try
            {
                await storage.WriteStateAsync(StateName, Grain, State([(byte)i]), Stop);
                return i;
            }
            catch (InconsistentStateException)
            {
                return -1;
            }
        }));

        var winner = written.Where(i => i >= 0).ShouldHaveSingleItem();
        (await ReadAsync(storage, Grain)).State!.Encoded.ShouldBe([(byte)winner]);
    }

    [Fact]
    public async Task Write_OfIdsWithOneHash_KeepsThemApart()
    {
        using var host = NewCluster(
            out _,
            silo => silo.Services.PostConfigure<AdoNetGrainStorageOptions>(
                GrainStorage.SnapshotProvider, options => options.HashPicker = new StorageHasherPicker([new OneHash()])));
        var storage = await StorageAsync(host);
        var other = GrainId.Create("group", "openim/G002");
        var otherType = GrainId.Create("user", "openim/G001");

        await storage.WriteStateAsync(StateName, Grain, State([1]), Stop);
        await storage.WriteStateAsync(StateName, other, State([2]), Stop);
        await storage.WriteStateAsync("another", otherType, State([3]), Stop);

        (await ReadAsync(storage, Grain)).State!.Encoded.ShouldBe([1]);
        (await ReadAsync(storage, other)).State!.Encoded.ShouldBe([2]);
        (await ReadAsync(storage, otherType, "another")).State!.Encoded.ShouldBe([3]);
    }

    [Fact]
    public async Task Write_InAnotherService_IsAnotherState()
    {
        using var mine = NewCluster(out _);
        using var theirs = NewCluster(out _);
        await (await StorageAsync(mine)).WriteStateAsync(StateName, Grain, State([1]), Stop);

        (await ReadAsync(await StorageAsync(theirs), Grain)).RecordExists.ShouldBeFalse();
    }

    [Fact]
    public async Task Clear_LeavesNoStateAndAVersionToGoOnFrom()
    {
        using var host = NewCluster(out _);
        var storage = await StorageAsync(host);
        var state = State([1]);
        await storage.WriteStateAsync(StateName, Grain, state, Stop);
        var stale = await ReadAsync(storage, Grain);

        await storage.ClearStateAsync(StateName, Grain, state, Stop);

        (await ReadAsync(storage, Grain)).RecordExists.ShouldBeFalse();
        await Should.ThrowAsync<InconsistentStateException>(() => storage.ClearStateAsync(StateName, Grain, stale, Stop));
        state.State = new GroupSnapshot { Encoded = [2] };
        await storage.WriteStateAsync(StateName, Grain, state, Stop);
        (await ReadAsync(storage, Grain)).State!.Encoded.ShouldBe([2]);
    }

    [Fact]
    public async Task Clear_ThatDeletes_LeavesNoRow()
    {
        using var host = NewCluster(
            out _,
            silo => silo.Services.PostConfigure<AdoNetGrainStorageOptions>(
                GrainStorage.SnapshotProvider, options => options.DeleteStateOnClear = true));
        var storage = await StorageAsync(host);
        var state = State([1]);
        await storage.WriteStateAsync(StateName, Grain, state, Stop);

        await storage.ClearStateAsync(StateName, Grain, state, Stop);

        state.ETag.ShouldBeNull();
        (await ReadAsync(storage, Grain)).ETag.ShouldBeNull();
    }

    private static GrainState<GroupSnapshot> State(byte[] bytes) => new(new GroupSnapshot { Encoded = bytes });

    private static async Task<GrainState<GroupSnapshot>> ReadAsync(
        IGrainStorage storage, GrainId grain, string stateName = StateName)
    {
        var state = new GrainState<GroupSnapshot>();
        await storage.ReadStateAsync(stateName, grain, state, Stop);
        return state;
    }

    private static async Task<IGrainStorage> StorageAsync(IHost host)
    {
        var storage = host.Services.GetRequiredKeyedService<IGrainStorage>(GrainStorage.SnapshotProvider);
        var lifecycle = ActivatorUtilities.CreateInstance<SiloLifecycleSubject>(host.Services);
        ((ILifecycleParticipant<ISiloLifecycle>)storage).Participate(lifecycle);
        await lifecycle.OnStart(Stop);
        return storage;
    }

    /// <summary>The worst hash there is.</summary>
    private sealed class OneHash : IHasher
    {
        public string Description => "Every id has the hash 1.";

        public int Hash(byte[] data) => 1;
    }
}
