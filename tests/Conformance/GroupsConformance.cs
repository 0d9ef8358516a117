using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Conformance;

/// <summary>What holds of groups and users wherever their ledgers live. Each test has groups of its own.</summary>
public abstract partial class GroupsConformance
{
    /// <summary>The groups under test.</summary>
    protected abstract IGroups Groups { get; }

    /// <summary>The users under test, over the same journal.</summary>
    protected abstract IUsers Users { get; }

    private static CancellationToken Stop => TestContext.Current.CancellationToken;

    private Task<Receipt> RecordAsync(GroupKey group, ChangeKind kind, params string[] users) =>
        OfferUntilTakenAsync(Sample.Callback(group, kind, users));

    /// <summary>
    /// Offers a callback again, as whoever was told that it may not be durable should, while its group is busy for longer than
    /// a vendor would wait.
    /// </summary>
    private async Task<Receipt> OfferUntilTakenAsync(Callback callback)
    {
        const int Attempts = 30;
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await Groups.RecordAsync(callback, Stop);
            }
            catch (JournalUnavailableException) when (attempt < Attempts)
            {
                TestContext.Current.SendDiagnosticMessage("The group is busy: attempt {0}.", attempt);
            }
        }
    }

    private async Task<IReadOnlyList<AuditEntry>> WholeHistoryAsync(GroupKey group)
    {
        var entries = new List<AuditEntry>();
        var query = new AuditQuery { Ascending = true, Limit = AuditQuery.MaxLimit };
        string? next;
        do
        {
            var page = (await Groups.HistoryAsync(group, query, Stop)).ShouldNotBeNull();
            entries.AddRange(page.Items);
            next = page.Next;
            query = query with { After = Cursor(next) };
        }
        while (next is not null);
        return entries;
    }

    private static long? Cursor(string? next) => next is null ? null : long.Parse(next, CultureInfo.InvariantCulture);

    private async Task ShouldBeSoundAsync(GroupKey group, long entries)
    {
        var verification = (await Groups.VerifyAsync(group, Stop)).ShouldNotBeNull();
        verification.Reason.ShouldBeNull();
        verification.Valid.ShouldBeTrue();
        verification.Entries.ShouldBe(entries);
    }
}
