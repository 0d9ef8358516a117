using GroupExitGrains.Cluster.Tests.Hosting;
using GroupExitGrains.Conformance;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Cluster.Tests.Silos;

/// <summary>Silos come, leave and die under load; whatever was acknowledged is in its group's history exactly once.</summary>
public sealed class TroubleTests(PostgresFixture postgres)
{
    private const int Senders = 24;
    private const int Callbacks = 3_000;

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Silo_ThatDiesUnderLoad_LosesNothingThatWasAcknowledged()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var cluster = await GroupCluster.StartAsync(schema.ConnectionString, silos: 2);
        var load = new Load(NewGroups(60), Callbacks);
        var run = load.RunAsync(Senders, _ => cluster.Groups);

        await load.AnsweredAsync(Callbacks / 3);
        await cluster.KillSiloAsync(cluster.Silos[1]);
        await run;

        load.Acknowledged.ShouldBeGreaterThan(Callbacks / 3 * 2);
        await load.ShouldBeAccountedForAsync(cluster);
    }

    [Fact]
    public async Task Silo_ThatLeavesUnderLoad_FailsNoCallback()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var cluster = await GroupCluster.StartAsync(schema.ConnectionString, silos: 2);
        var load = new Load(NewGroups(60), Callbacks);
        var run = load.RunAsync(Senders, _ => cluster.Groups);

        await load.AnsweredAsync(Callbacks / 3);
        await cluster.StopSiloAsync(cluster.Silos[1]);
        await run;

        load.Refused.ShouldBe(0, load.Reasons);
        await load.ShouldBeAccountedForAsync(cluster);
    }

    [Fact]
    public async Task RollingRestartOfThree_UnderLoad_FailsNoCallback()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var cluster = await GroupCluster.StartAsync(schema.ConnectionString, silos: 3);
        var load = new Load(NewGroups(90), 2 * Callbacks);
        var run = load.RunAsync(Senders, _ => cluster.Groups);

        var before = cluster.Silos;
        for (var i = 0; i < before.Count; i++)
        {
            await load.AnsweredAsync((i + 1) * Callbacks / 4);
            await cluster.StopSiloAsync(before[i]);
            await cluster.AddSiloAsync();
        }

        await run;

        load.Refused.ShouldBe(0, load.Reasons);
        await load.ShouldBeAccountedForAsync(cluster);
    }

    [Fact]
    public async Task Callback_SentAgainAfterTheSiloThatAnsweredItDied_IsInTheHistoryOnce()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var cluster = await GroupCluster.StartAsync(schema.ConnectionString, silos: 2);
        var group = Sample.NewGroup();
        var quit = Sample.Callback(group, ChangeKind.Quit, "ann");
        var dying = cluster.Silos[1];
        await GroupCluster.GroupsAt(dying).RecordAsync(quit, Stop);

        await cluster.KillSiloAsync(dying);
        var survivor = GroupCluster.GroupsAt(cluster.Silos[0]);
        var same = await survivor.RecordAsync(quit, Stop);
        var repeated = await survivor.RecordAsync(Sample.Repeat(quit), Stop);

        same.CallbackId.ShouldBe(quit.Id);
        repeated.DuplicateOf.ShouldBe(quit.Id);
        (await survivor.FindAsync(group, Stop)).ShouldNotBeNull().Head.Sequence.ShouldBe(1);
    }

    [Fact]
    public async Task Giant_WhoseSiloDiesInTheMiddle_IsTakenUpByAnother()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var cluster = await GroupCluster.StartAsync(schema.ConnectionString, silos: 2);
        var group = Sample.NewGroup("giant");
        var dying = cluster.Silos[1];
        var users = Sample.Users(20_000);
        var import = await GroupCluster.GroupsAt(dying).RecordAsync(Sample.Callback(group, ChangeKind.Imported, users), Stop);

        await cluster.KillSiloAsync(dying);
        var survivor = GroupCluster.GroupsAt(cluster.Silos[0]);
        await survivor.ResumeAsync(group, Stop);
        var next = await OfferUntilTakenAsync(survivor, Sample.Callback(group, ChangeKind.Quit, users[0]));

        import.State.ShouldBe(CallbackState.Pending);
        next.State.ShouldBe(CallbackState.Recorded);
        var verification = (await survivor.VerifyAsync(group, Stop)).ShouldNotBeNull();
        (verification.Valid, verification.Entries).ShouldBe((true, users.Length + 1));
        (await survivor.FindAsync(group, Stop)).ShouldNotBeNull().MemberCount.ShouldBe(users.Length - 1);
    }

    [Fact(Timeout = 120_000)]
    public async Task Giant_WhoseWholeClusterDies_IsFinishedByTheNextWithoutBeingAsked()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        var group = Sample.NewGroup("giant");
        await using (var dying = await GroupCluster.StartAsync(schema.ConnectionString, silos: 1))
        {
            await dying.Groups.RecordAsync(Sample.Callback(group, ChangeKind.Imported, Sample.Users(20_000)), Stop);
            await dying.KillSiloAsync(dying.Silos[0]);
        }

        await using var next = await GroupCluster.StartAsync(schema.ConnectionString, silos: 1);
        GroupRecord? record;
        do
        {
            record = await next.Storage.Journal.FindGroupAsync(group, Stop);
        }
        while (record is { Pending: not null });

        record.ShouldNotBeNull().Summary.MemberCount.ShouldBe(20_000);
    }

    /// <summary>
    /// Two clusters that know nothing of each other on one journal: every group has two activations, for good. Orleans may
    /// do so for moments.
    /// </summary>
    [Fact]
    public async Task TwoActivationsOfEachGroup_AreHarmless()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        await using var one = await GroupCluster.StartAsync(schema.ConnectionString, silos: 1);
        await using var two = await GroupCluster.StartAsync(schema.ConnectionString, silos: 1);
        var load = new Load(NewGroups(20), 600);

        await load.RunAsync(senders: 8, i => i % 2 == 0 ? one.Groups : two.Groups);

        load.Acknowledged.ShouldBeGreaterThan(400);
        await load.ShouldBeAccountedForAsync(one);
    }

    [Fact]
    public async Task Postgres_StoppedForTenSecondsUnderLoad_LosesNothingThatWasAcknowledged()
    {
        await using var server = await PostgresFixture.StartServerAsync();
        await using var cluster = await GroupCluster.StartAsync(server.ConnectionString, silos: 2);
        var load = new Load(NewGroups(30), 1_000);
        var run = load.RunAsync(senders: 8, _ => cluster.Groups);

        await load.AnsweredAsync(200);
        await server.StopAsync(crash: true);
        var started = TimeProvider.System.GetTimestamp();
        var during = Sample.NewGroup();
        while (TimeProvider.System.GetElapsedTime(started) < TimeSpan.FromSeconds(10))
        {
            // Each waits for its own deadline, so this counts the seconds without sleeping.
            await Should.ThrowAsync<JournalUnavailableException>(
                () => cluster.Groups.RecordAsync(Sample.Callback(during, ChangeKind.Quit, "ann"), Stop));
        }

        await server.StartAsync();
        await run;
        var after = await OfferUntilTakenAsync(cluster.Groups, Sample.Callback(during, ChangeKind.Quit, "bob"));

        after.State.ShouldBe(CallbackState.Recorded);
        load.Refused.ShouldBePositive();
        await load.ShouldBeAccountedForAsync(cluster);
    }

    private static List<GroupKey> NewGroups(int count) =>
        [.. Enumerable.Range(0, count).Select(i => Sample.NewGroup($"load-{i}"))];

    private static async Task<Receipt> OfferUntilTakenAsync(IGroups groups, Callback callback)
    {
        const int Attempts = 40;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await groups.RecordAsync(callback, Stop);
            }
            catch (JournalUnavailableException) when (attempt < Attempts)
            {
                TestContext.Current.SendDiagnosticMessage("Not taken yet: attempt {0}.", attempt);
            }
        }
    }
}
