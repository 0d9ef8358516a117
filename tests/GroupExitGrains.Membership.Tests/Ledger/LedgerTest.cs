using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Membership.Tests.Ledger;

/// <summary>A ledger over a journal in memory.</summary>
public abstract class LedgerTest
{
    private protected LedgerTest(LedgerOptions? options = null)
    {
        Options = options ?? new LedgerOptions();
        Ledger = NewLedger();
    }

    private protected LedgerOptions Options { get; }

    private protected MemoryJournal Journal { get; } = new();

    private protected MemorySnapshots Snapshots { get; } = new();

    private protected GroupLedger Ledger { get; set; }

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected GroupLedger NewLedger(LedgerOptions? options = null, IJournal? journal = null) =>
        new(Tell.Group, journal ?? Journal, Snapshots, options ?? Options, NullLogger.Instance);

    /// <summary>Records callbacks one after the other.</summary>
    private protected async Task<Receipt> RecordAsync(params Callback[] callbacks)
    {
        Receipt receipt = default;
        foreach (var callback in callbacks)
        {
            receipt = await Ledger.RecordAsync(callback);
        }

        return receipt;
    }

    private protected async Task<string[]> MembersAsync(GroupLedger? ledger = null) =>
        [.. ((await (ledger ?? Ledger).MembersAsync(after: null, 1000))?.Items ?? []).Select(member => member.UserId)];

    private protected string[] Told() => [.. Journal[Tell.Group].Rows.Select(row =>
        $"{row.Entry.Kind} {row.Entry.UserId ?? "-"} {row.Entry.Effect}".ToLowerInvariant())];

    private protected async Task ShouldVerifyAsync()
    {
        var verification = await NewLedger().VerifyAsync(Cancellation);
        verification.ShouldNotBeNull().Reason.ShouldBeNull();
        verification.Valid.ShouldBeTrue();
    }
}
