using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>
/// A store of a provider, made for one test: what the conformance tests need beyond the journal's own interfaces. What it
/// does to the store it does behind the journal's back, as another process would.
/// </summary>
public abstract class TestStore : IAsyncDisposable
{
    /// <summary>Opens a journal on the store. Each call gives what another process would have: its own writer, its own reads.</summary>
    public abstract Task<IJournalStorage> OpenAsync(RejectionBounds? bounds = null);

    /// <summary>Alters one row.</summary>
    public abstract Task DamageAsync(Damage damage, GroupKey group, long sequence);

    /// <summary>Makes the store refuse to take entries of this user, whatever their group, until allowed again.</summary>
    public abstract Task RefuseEntriesOfAsync(string userId);

    /// <summary>Takes back every <see cref="RefuseEntriesOfAsync"/>.</summary>
    public abstract Task AllowEntriesAsync();

    /// <summary>Runs a statement that both providers know.</summary>
    public abstract Task RunAsync(string sql);

    /// <summary>Notes in the store that a later release has migrated it.</summary>
    public abstract Task PretendLaterSchemaAsync();

    /// <summary>How often each migration was applied, by its number.</summary>
    public abstract Task<IReadOnlyList<int>> AppliedMigrationsAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>What is altered.</summary>
public enum Damage
{
    /// <summary>A byte of the entry's hash.</summary>
    EntryHash,

    /// <summary>The entry's user id.</summary>
    EntryUser,

    /// <summary>The entry's user id, with its index key made to fit.</summary>
    EntryUserAndIndex,

    /// <summary>The key under which the entry stands in its user's history.</summary>
    EntryUserIndex,

    /// <summary>The entry's kind, to another one that exists.</summary>
    EntryKind,

    /// <summary>The entry's effect, to a number that means nothing.</summary>
    EntryEffect,

    /// <summary>The entry's time of receipt as filters see it.</summary>
    EntryReceivedAt,

    /// <summary>The callback that the entry came with: now another one, of another group.</summary>
    EntryCallback,

    /// <summary>The entry is gone.</summary>
    EntryMissing,

    /// <summary>The last byte of the facts of the entry's callback.</summary>
    CallbackFacts,

    /// <summary>The first byte of the facts of the entry's callback, their version.</summary>
    CallbackFactsVersion,

    /// <summary>The last byte of the raw request of the entry's callback.</summary>
    CallbackRequest,

    /// <summary>The entry's callback is gone.</summary>
    CallbackMissing,

    /// <summary>A byte of the head row's hash.</summary>
    HeadHash,

    /// <summary>The head row's sequence, one less.</summary>
    HeadSequence,

    /// <summary>The first byte of the head row's summary, its version.</summary>
    HeadSummary,
}
