using GroupExitGrains.Journal.Tests.Postgres.Server;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace GroupExitGrains.Cluster.Tests.Postgres;

/// <summary>The reminder queries, through Orleans' ADO.NET reminder table.</summary>
public sealed class ReminderTests(PostgresFixture postgres) : OrleansTables(postgres)
{
    private static readonly DateTime Start = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);

    [Fact]
    public async Task Upsert_ThenRead_BringsIt()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var entry = Entry("a", "sweep", TimeSpan.FromDays(60));

        var etag = await table.UpsertRow(entry, Stop);
        var read = (await table.ReadRow(entry.GrainId, "sweep", Stop)).ShouldNotBeNull();

        (read.GrainId, read.ReminderName, read.StartAt, read.Period, read.ETag)
            .ShouldBe((entry.GrainId, "sweep", Start, TimeSpan.FromDays(60), etag));
    }

    [Fact]
    public async Task Upsert_Again_ReplacesAndChangesTheVersion()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var first = await table.UpsertRow(Entry("a", "sweep", TimeSpan.FromMinutes(1)), Stop);

        var second = await table.UpsertRow(Entry("a", "sweep", TimeSpan.FromMinutes(2)), Stop);

        second.ShouldNotBe(first);
        (await table.ReadRows(Id("a"), Stop)).Reminders.ShouldHaveSingleItem().Period.ShouldBe(TimeSpan.FromMinutes(2));
    }

    [Fact]
    public async Task Read_OfAGrain_BringsItsOwn()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        await table.UpsertRow(Entry("a", "one", TimeSpan.FromMinutes(1)), Stop);
        await table.UpsertRow(Entry("a", "two", TimeSpan.FromMinutes(1)), Stop);
        await table.UpsertRow(Entry("b", "one", TimeSpan.FromMinutes(1)), Stop);

        (await table.ReadRows(Id("a"), Stop)).Reminders.Select(reminder => reminder.ReminderName).Order(StringComparer.Ordinal)
            .ShouldBe(["one", "two"]);
        (await table.ReadRow(Id("c"), "one", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Read_OfRanges_CoversTheRingOnce()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var grains = Enumerable.Range(0, 40).Select(i => Id($"ring-{i}")).ToList();
        foreach (var grain in grains)
        {
            await table.UpsertRow(Entry(grain, "sweep", TimeSpan.FromMinutes(1)), Stop);
        }

        uint[] bounds = [0x1000_0000, 0x7fff_ffff, 0x8000_0000, 0xf000_0000];
        var seen = new List<GrainId>();
        for (var i = 0; i < bounds.Length; i++)
        {
            var (begin, end) = (bounds[i], bounds[(i + 1) % bounds.Length]);
            var range = (await table.ReadRows(begin, end, Stop)).Reminders.Select(reminder => reminder.GrainId).ToList();
            range.ShouldAllBe(grain => IsIn(grain.GetUniformHashCode(), begin, end));
            seen.AddRange(range);
        }

        seen.Order().ShouldBe(grains.Order());
        (await table.ReadRows(0, 0, Stop)).Reminders.Count.ShouldBe(grains.Count);
    }

    [Fact]
    public async Task Remove_WithTheVersionThatWasRead_RemovesIt()
    {
        using var host = NewCluster(out _);
        var table = await TableAsync(host);
        var old = await table.UpsertRow(Entry("a", "sweep", TimeSpan.FromMinutes(1)), Stop);
        var current = await table.UpsertRow(Entry("a", "sweep", TimeSpan.FromMinutes(1)), Stop);

        (await table.RemoveRow(Id("a"), "sweep", old!, Stop)).ShouldBeFalse();
        (await table.RemoveRow(Id("a"), "sweep", current!, Stop)).ShouldBeTrue();

        (await table.ReadRow(Id("a"), "sweep", Stop)).ShouldBeNull();
    }

    [Fact]
    public async Task Clear_RemovesThoseOfOneService()
    {
        using var mine = NewCluster(out _);
        using var theirs = NewCluster(out _);
        var (table, other) = (await TableAsync(mine), await TableAsync(theirs));
        await table.UpsertRow(Entry("a", "sweep", TimeSpan.FromMinutes(1)), Stop);
        await other.UpsertRow(Entry("a", "sweep", TimeSpan.FromMinutes(1)), Stop);

        await table.TestOnlyClearTable(Stop);

        (await table.ReadRow(Id("a"), "sweep", Stop)).ShouldBeNull();
        (await other.ReadRow(Id("a"), "sweep", Stop)).ShouldNotBeNull();
    }

    private static bool IsIn(uint hash, uint begin, uint end) =>
        begin < end ? hash > begin && hash <= end : hash > begin || hash <= end;

    private static GrainId Id(string key) => GrainId.Create("pending-callbacks", key);

    private static ReminderEntry Entry(string key, string name, TimeSpan period) => Entry(Id(key), name, period);

    private static ReminderEntry Entry(GrainId grain, string name, TimeSpan period) =>
        new() { GrainId = grain, ReminderName = name, StartAt = Start, Period = period };

    private static async Task<IReminderTable> TableAsync(IHost host)
    {
        var table = host.Services.GetRequiredService<IReminderTable>();
        await table.StartAsync(Stop);
        return table;
    }
}
