using System.Diagnostics;
using System.Globalization;
using System.Text;
using GroupExitGrains.Journal;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Benchmarks.Stores;

/// <summary>
/// Fills a journal through the program's own ledgers, in this process: groups whose users were invited and removed again, 500 at
/// a time, two days ago, and one large group. All is decided, chained and counted as if it had come over HTTP.
/// </summary>
internal static class Seed
{
    public const int PerGroup = 1_000;
    private const int PerCallback = PerGroup / 2;
    private const string Source = "openim";
    private static readonly DateTimeOffset s_then = TimeProvider.System.GetUtcNow().AddDays(-2).WholeMilliseconds();

    /// <summary>How many users there are over that many groups: each is in 500 entries, where there are enough groups.</summary>
    public static int Users(int groups) => Math.Max(PerCallback, groups * 2);

    /// <param name="provider">What it is.</param>
    /// <param name="connectionString">Where it is.</param>
    /// <param name="groups">How many groups, <c>g0</c> and so on, of <see cref="PerGroup"/> entries each.</param>
    /// <param name="members">How many members the group <c>large</c> has.</param>
    public static async Task FillAsync(JournalProvider provider, string connectionString, int groups, int members)
    {
        var start = Stopwatch.GetTimestamp();
        await using var journal = await JournalStorage.OpenAsync(
            provider, connectionString, new RejectionBounds(), NullLoggerFactory.Instance, TimeProvider.System);
        await using (var ledgers = new LocalGroups(
            journal.Journal,
            journal.Snapshots,
            journal.History,
            new LedgerOptions(),
            new LocalGroupsOptions { MaxActiveGroups = 1_000 },
            TimeProvider.System,
            NullLogger<GroupLedger>.Instance))
        {
            await Parallel.ForAsync(0, groups, new ParallelOptions { MaxDegreeOfParallelism = 16 }, async (group, _) =>
            {
                var users = Enumerable.Range(group * PerCallback, PerCallback).Select(user => $"u{user % Users(groups)}").ToArray();
                await RecordAsync(ledgers, $"g{group}", ChangeKind.Joined, users);
                await RecordAsync(ledgers, $"g{group}", ChangeKind.Kicked, users);
            });
            foreach (var part in Enumerable.Range(0, members).Select(user => $"m{user}").Chunk(1_000))
            {
                await RecordAsync(ledgers, "large", ChangeKind.Joined, part);
            }
        }

        // Otherwise the server would be counting all of it while it is measured.
        while (await journal.Rollups.AdvanceAsync(CancellationToken.None))
        {
        }

        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{((long)groups * PerGroup) + members:N0} entries in {provider}, {Stopwatch.GetElapsedTime(start).TotalSeconds:N0} s"));
    }

    private static async Task RecordAsync(LocalGroups groups, string group, ChangeKind kind, string[] users)
    {
        var body = $$"""{"groupID":"{{group}}","userIDs":["{{string.Join("\",\"", users)}}"]}""";
        var receipt = await groups.RecordAsync(
            new Callback
            {
                Id = CallbackId.New(s_then),
                Source = Source,
                Command = kind == ChangeKind.Joined ? "seededJoin" : "seededKick",
                OperationId = $"{group}-{kind}-{users[0]}",
                ReceivedAt = s_then,
                Request = new RawRequest("", [], Encoding.UTF8.GetBytes(body)),
                Change = new GroupChange { Kind = kind, GroupId = group, Users = [.. users.Select(user => new ChangedUser(user))] },
            },
            CancellationToken.None);
        if (receipt.State != CallbackState.Recorded)
        {
            throw new InvalidOperationException($"A seed was {receipt.State}.");
        }
    }
}
