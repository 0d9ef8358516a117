using GroupExitGrains.Journal.Tests.Conformance;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Sqlite;

/// <summary>Columns that no hash covers, since they only serve to find a callback, cannot be altered unseen either.</summary>
public sealed class SqliteIndexColumnTests : IAsyncLifetime
{
    private readonly SqliteStore _store = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [InlineData("id = zeroblob(16)", 3)]
    [InlineData("id = zeroblob(15)", 3)]
    [InlineData("operator_id = 'mallory'", 3)]
    [InlineData("operator_id = NULL", 3)]
    [InlineData("duplicate_of = zeroblob(16)", 3)]
    [InlineData("first_sequence = 2", 3)]
    [InlineData("first_sequence = 4", 3)]
    [InlineData("entry_count = 1", 4)]
    public async Task ReadAsync_CallbackFiledOtherwise_IsFoundAtItsEntry(string alteration, long broken)
    {
        var story = new GroupStory("G001");
        await using var journal = await _store.OpenAsync();
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Joined, "a", "b"));
        await journal.Journal.AppendAsync(story.Tell(new Event(EntryKind.Kicked, ["a", "b"]) { OperatorId = "admin" }));

        _store.Execute($"UPDATE callbacks SET {alteration} WHERE operator_id = 'admin'").ShouldBe(1);

        (await ChainWalk.FirstBrokenAsync(journal.Journal, story.Key, TestContext.Current.CancellationToken)).ShouldBe(broken);
    }

    [Fact]
    public async Task ReadAsync_FromTheMiddleOfACallback_IsInOrder()
    {
        var story = new GroupStory("G001");
        await using var journal = await _store.OpenAsync();
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Joined, "a", "b", "c"));
        await journal.Journal.AppendAsync(story.Tell(EntryKind.Quit, "a"));

        var read = await journal.Journal
            .ReadAsync(story.Key, 1, withRequests: false, TestContext.Current.CancellationToken)
            .ToListAsync(TestContext.Current.CancellationToken);

        read.Select(stored => stored.Entry.Sequence).ShouldBe([2, 3, 4]);
    }
}
