using System.Net;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Messaging;

namespace GroupExitGrains.Cluster.Tests.Postgres;

/// <summary>The clustering queries, through Orleans' ADO.NET membership table.</summary>
public sealed class MembershipTests(PostgresFixture postgres) : OrleansTables(postgres)
{
    private static readonly DateTime Now = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task Initialize_TwiceAndByManyAtOnce_MakesOneVersion()
    {
        using var host = NewCluster(out _);
        var table = host.Services.GetRequiredService<IMembershipTable>();

        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => table.InitializeMembershipTableAsync(tryInitTableVersion: true, Stop)));

        var data = await table.ReadAllAsync(Stop);
        data.Members.ShouldBeEmpty();
        data.Version.Version.ShouldBe(0);
    }

    [Fact]
    public async Task Insert_OnTheVersionThatWasRead_AddsAndMovesItOn()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var entry = Entry(1);

        (await table.InsertRowAsync(entry, await NextAsync(table), Stop)).ShouldBeTrue();

        var data = await table.ReadAllAsync(Stop);
        data.Version.Version.ShouldBe(1);
        var read = data.Members.ShouldHaveSingleItem().Item1;
        (read.SiloAddress, read.SiloName, read.HostName, read.Status, read.ProxyPort, read.StartTime, read.IAmAliveTime)
            .ShouldBe((entry.SiloAddress, "silo-1", "host-1", SiloStatus.Active, 30001, Now, Now));
        read.SuspectTimes.ShouldBeNull();
    }

    [Fact]
    public async Task Insert_OnAnOldVersion_ChangesNothing()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var version = await NextAsync(table);
        await table.InsertRowAsync(Entry(1), version, Stop);

        (await table.InsertRowAsync(Entry(2), version, Stop)).ShouldBeFalse();

        var data = await table.ReadAllAsync(Stop);
        data.Members.Count.ShouldBe(1);
        data.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Insert_OfAMemberThatIsThere_DoesNotMoveTheVersion()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        await table.InsertRowAsync(Entry(1), await NextAsync(table), Stop);

        (await table.InsertRowAsync(Entry(1), await NextAsync(table), Stop)).ShouldBeFalse();

        (await table.ReadAllAsync(Stop)).Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Insert_ByManyAtOnceOnOneVersion_AddsOne()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var version = await NextAsync(table);

        var inserted = await Task.WhenAll(Enumerable.Range(1, 12).Select(i => table.InsertRowAsync(Entry(i), version, Stop)));

        inserted.Count(done => done).ShouldBe(1);
        var data = await table.ReadAllAsync(Stop);
        data.Members.Count.ShouldBe(1);
        data.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Update_OnTheVersionThatWasRead_ChangesStatusAndSuspicions()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var entry = Entry(1);
        await table.InsertRowAsync(entry, await NextAsync(table), Stop);
        var (read, etag) = await RowAsync(table, entry);
        entry.Status = SiloStatus.ShuttingDown;
        entry.SuspectTimes = [Tuple.Create(Entry(2).SiloAddress, Now)];
        entry.IAmAliveTime = Now.AddMinutes(1);

        (await table.UpdateRowAsync(entry, etag, await NextAsync(table), Stop)).ShouldBeTrue();

        var data = await table.ReadRowAsync(entry.SiloAddress, Stop);
        read = data.Members.ShouldHaveSingleItem().Item1;
        (read.Status, read.IAmAliveTime, data.Version.Version).ShouldBe((SiloStatus.ShuttingDown, Now.AddMinutes(1), 2));
        read.SuspectTimes.ShouldNotBeNull().ShouldHaveSingleItem().Item1.ShouldBe(Entry(2).SiloAddress);
    }

    [Fact]
    public async Task Update_OnAnOldVersionOrOfAMemberThatIsNotThere_ChangesNothing()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var version = await NextAsync(table);
        await table.InsertRowAsync(Entry(1), version, Stop);
        var dead = Entry(1);
        dead.Status = SiloStatus.Dead;
        var (_, etag) = await RowAsync(table, dead);

        (await table.UpdateRowAsync(dead, etag, version, Stop)).ShouldBeFalse();
        (await table.UpdateRowAsync(Entry(2), etag, await NextAsync(table), Stop)).ShouldBeFalse();

        var data = await table.ReadAllAsync(Stop);
        data.Version.Version.ShouldBe(1);
        data.Members.ShouldHaveSingleItem().Item1.Status.ShouldBe(SiloStatus.Active);
    }

    [Fact]
    public async Task IAmAlive_IsSeenAndDoesNotMoveTheVersion()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var entry = Entry(1);
        await table.InsertRowAsync(entry, await NextAsync(table), Stop);
        entry.IAmAliveTime = Now.AddHours(1);

        await table.UpdateIAmAliveAsync(entry, Stop);

        var data = await table.ReadAllAsync(Stop);
        data.Members.ShouldHaveSingleItem().Item1.IAmAliveTime.ShouldBe(Now.AddHours(1));
        data.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task ReadRow_OfAMemberThatIsNotThere_StillBringsTheVersion()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        await table.InsertRowAsync(Entry(1), await NextAsync(table), Stop);

        var data = await table.ReadRowAsync(Entry(2).SiloAddress, Stop);

        data.Members.ShouldBeEmpty();
        data.Version.Version.ShouldBe(1);
    }

    [Fact]
    public async Task Cleanup_RemovesTheLongDeadOnly()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        SiloStatus[] statuses = [SiloStatus.Dead, SiloStatus.Active, SiloStatus.Dead];
        for (var i = 0; i < statuses.Length; i++)
        {
            var entry = Entry(i + 1);
            entry.Status = statuses[i];
            entry.IAmAliveTime = i == 2 ? Now : Now.AddDays(-30);
            await table.InsertRowAsync(entry, await NextAsync(table), Stop);
        }

        await table.CleanupDefunctSiloEntriesAsync(new DateTimeOffset(Now.AddDays(-1)), Stop);

        (await table.ReadAllAsync(Stop)).Members.Select(member => member.Item1.SiloName).Order(StringComparer.Ordinal)
            .ShouldBe(["silo-2", "silo-3"]);
    }

    [Fact]
    public async Task Delete_RemovesOneClusterAndNoOther()
    {
        using var mine = NewCluster(out var clusterId);
        using var theirs = NewCluster(out _);
        var (table, other) = (await TableAsync(mine), await TableAsync(theirs));
        await table.InsertRowAsync(Entry(1), await NextAsync(table), Stop);
        await other.InsertRowAsync(Entry(1), await NextAsync(other), Stop);

        await table.DeleteMembershipTableEntriesAsync(clusterId, Stop);
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Stop);

        (await table.ReadAllAsync(Stop)).Members.ShouldBeEmpty();
        (await other.ReadAllAsync(Stop)).Members.Count.ShouldBe(1);
    }

    [Fact]
    public async Task Gateways_AreThoseActiveWithAPortForClients()
    {
        using var host = NewCluster(out var clusterId);
        var table = await TableAsync(host);
        var (dead, silent) = (Entry(2), Entry(3));
        dead.Status = SiloStatus.Dead;
        silent.ProxyPort = 0;
        foreach (var entry in new[] { Entry(1), dead, silent })
        {
            await table.InsertRowAsync(entry, await NextAsync(table), Stop);
        }

        using var client = NewClient(clusterId);
        var gateways = client.Services.GetRequiredService<IGatewayListProvider>();
        await gateways.InitializeGatewayListProviderAsync(Stop);

        (await gateways.GetGatewaysAsync(Stop)).ShouldHaveSingleItem().Port.ShouldBe(30001);
    }

    private static MembershipEntry Entry(int number) => new()
    {
        SiloAddress = SiloAddress.New(IPAddress.Loopback, 11000 + number, 7),
        SiloName = $"silo-{number}",
        HostName = $"host-{number}",
        Status = SiloStatus.Active,
        ProxyPort = 30000 + number,
        StartTime = Now,
        IAmAliveTime = Now,
    };

    private static async Task<Tuple<MembershipEntry, string>> RowAsync(IMembershipTable table, MembershipEntry entry) =>
        (await table.ReadRowAsync(entry.SiloAddress, Stop)).Members.ShouldHaveSingleItem();

    private static async Task<TableVersion> NextAsync(IMembershipTable table) => (await table.ReadAllAsync(Stop)).Version.Next();

    private static async Task<IMembershipTable> TableAsync(IHost host)
    {
        var table = host.Services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: true, Stop);
        return table;
    }
}
