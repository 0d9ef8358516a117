namespace GroupExitGrains.Membership.Tests.Fixtures;

/// <summary>Decides and applies without a ledger or a journal: for tests of the rules alone.</summary>
internal sealed class GroupBook(LedgerOptions? options = null)
{
    private readonly LedgerOptions _options = options ?? new LedgerOptions();
    private readonly List<(LedgerEntry Entry, CallbackFacts Facts)> _history = [];

    public GroupState State { get; private set; } = new(Tell.Group, options ?? new LedgerOptions());

    public IReadOnlyList<(LedgerEntry Entry, CallbackFacts Facts)> History => _history;

    public string[] Members =>
        [.. State.Users.Members().Select(member => member.UserId).Order(StringComparer.Ordinal)];

    public GroupSummary Summary => State.Summary(Tell.Start);

    /// <summary>Takes callbacks in order; what the last one came to.</summary>
    public Taken Take(params Callback[] callbacks)
    {
        var taken = default(Taken);
        foreach (var callback in callbacks)
        {
            taken = TakeOne(callback);
        }

        return taken;
    }

    /// <summary>Forgets the state and makes it again from the history.</summary>
    public GroupState Replayed()
    {
        var state = new GroupState(Tell.Group, _options);
        foreach (var (entry, facts) in _history)
        {
            state.Apply(entry, facts);
        }

        return state;
    }

    /// <summary>Goes on with what a snapshot brings back.</summary>
    public void Restart() =>
        State = GroupStateCodec.Decode(GroupStateCodec.Encode(State), Tell.Group, _options).ShouldNotBeNull();

    private Taken TakeOne(Callback callback)
    {
        var facts = FactsOf.Callback(callback, EntryChain.Digest(RawRequestCodec.Encode(callback.Request)));
        var decision = Decide.On(State, callback.Change, facts, _options);
        var digest = EntryChain.Digest(CallbackFactsCodec.Encode(facts));
        var entries = new List<LedgerEntry>();
        foreach (var draft in decision.Entries)
        {
            var entry = new LedgerEntry(
                State.Head.Sequence + 1, draft.Kind, draft.UserId, draft.Role, draft.WasMember, draft.Effect, draft.Since,
                default);
            entry = entry with { Hash = EntryChain.Hash(State.Head.Hash, digest, entry) };
            State.Apply(entry, facts);
            _history.Add((entry, facts));
            entries.Add(entry);
        }

        return new Taken(decision.DuplicateOf, entries, facts);
    }
}

/// <summary>What a callback came to.</summary>
internal readonly record struct Taken(
    CallbackId? DuplicateOf, IReadOnlyList<LedgerEntry> Entries, CallbackFacts Facts)
{
    public EntryEffect Effect => Entries.ShouldHaveSingleItem().Effect;

    /// <summary>Kind, user and effect of each entry, as <c>quit ann applied</c>.</summary>
    public string[] Told =>
        [.. Entries.Select(entry => $"{entry.Kind} {entry.UserId ?? "-"} {entry.Effect}".ToLowerInvariant())];
}
