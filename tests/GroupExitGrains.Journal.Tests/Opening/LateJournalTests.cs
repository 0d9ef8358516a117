using GroupExitGrains.Journal.Opening;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Journal.Tests.Sqlite;
using GroupExitGrains.Membership;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace GroupExitGrains.Journal.Tests.Opening;

public sealed class LateJournalTests
{
    private static readonly GroupKey Group = new("openim", "G1");

    [Fact]
    public async Task Ask_NotOpenYet_IsUnavailableAtOnce()
    {
        var journal = new LateJournal();
        var cancellation = TestContext.Current.CancellationToken;

        journal.WhenOpened.IsCompleted.ShouldBeFalse();
        await Should.ThrowAsync<JournalUnavailableException>(() => ((IJournal)journal).FindGroupAsync(Group, cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(() => ((IHistory)journal).CheckAsync(cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(() => ((ISnapshots)journal).LoadAsync(Group, cancellation));
        await Should.ThrowAsync<JournalUnavailableException>(() => ((IRejections)journal).CountsAsync(cancellation));
    }

    [Fact]
    public async Task Ask_OnceOpen_IsAnsweredByTheJournal()
    {
        await using var store = new SqliteStore();
        await using var opened = await SqliteStore.OpenAsync(new SqliteJournalOptions { ConnectionString = store.ConnectionString });
        var journal = new LateJournal();
        var cancellation = TestContext.Current.CancellationToken;

        journal.Open(opened);

        journal.WhenOpened.IsCompleted.ShouldBeTrue();
        (await ((IJournal)journal).FindGroupAsync(Group, cancellation)).ShouldBeNull();
        (await ((IHistory)journal).SourcesAsync(cancellation)).ShouldBeEmpty();
        (await ((ISnapshots)journal).LoadAsync(Group, cancellation)).ShouldBeNull();
        (await ((IRejections)journal).CountsAsync(cancellation)).ShouldBeEmpty();
        await ((IHistory)journal).CheckAsync(cancellation);
    }

    public static TheoryData<Exception?, bool> Faults => new()
    {
        { new NpgsqlException("refused"), true },
        { new System.Net.Sockets.SocketException(111), true },
        { new TimeoutException(), true },
        { new PostgresException("starting up", "FATAL", "FATAL", "57P03"), true },
        { new PostgresException("too many", "FATAL", "FATAL", "53300"), true },
        { new PostgresException("wrong password", "FATAL", "FATAL", "28P01"), false },
        { new PostgresException("no database", "FATAL", "FATAL", "3D000"), false },
        { new SqliteException("locked", 5), true },
        { new SqliteException("full", 13), true },
        { new SqliteException("cannot open", 14), false },
        { new IOException("a file is in the way"), false },
        { null, false },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public void MayPass_SaysWhetherWaitingHelps(Exception? cause, bool mayPass) =>
        OpeningFault.MayPass(new JournalUnavailableException("The journal cannot be opened.", cause)).ShouldBe(mayPass);
}
