using System.Text;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Conformance;

/// <summary>
/// Tells what happens to one group as appends with genuine facts, requests and hashes, each continuing the one before,
/// whether or not that has been appended yet.
/// </summary>
public sealed class GroupStory(string groupId, string source = "openim")
{
    private static readonly DateTimeOffset Start = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly IReadOnlyList<string?> NoUser = [null];
    private readonly HashSet<string> _members = new(StringComparer.Ordinal);
    private int _told;

    public GroupKey Key { get; } = new(source, groupId);

    public GroupSummary Summary { get; private set; } = new() { Group = new(source, groupId) };

    public GroupHead Head => Summary.Head;

    /// <summary>One change of one kind, about each of the users.</summary>
    public Append Tell(EntryKind kind, params string[] userIds) => Tell(new Event(kind, userIds));

    /// <summary>One change.</summary>
    public Append Tell(Event what)
    {
        var (facts, request) = Callback(what);
        var expected = Head;
        var entries = Entries(what, facts);
        Summary = After(what, entries, facts.ReceivedAt);
        return Whole(expected, facts, request, entries);
    }

    /// <summary>A callback that repeats another.</summary>
    public Append Repeat(CallbackId original)
    {
        var (facts, request) = Callback(new Event(EntryKind.Quit, []));
        return Whole(Head, facts, request, [], original);
    }

    /// <summary>A callback whose entries come in chunks of the given size behind its beginning.</summary>
    public IReadOnlyList<Append> TellInChunks(Event what, int chunk)
    {
        var (facts, request) = Callback(what);
        var bytes = CallbackFactsCodec.Encode(facts);
        var change = new GroupChange
        {
            Kind = facts.Change,
            GroupId = Key.GroupId,
            Users = [.. what.UserIds.Select(id => new ChangedUser(id))],
        };
        var begin = Whole(Head, facts, request, []);
        var appends = new List<Append>
        {
            new()
            {
                Group = Key, Expected = Head, Summary = begin.Summary, Part = AppendPart.Begin, Facts = facts,
                FactsBytes = bytes, RequestBytes = request, ChangeBytes = GroupChangeCodec.Encode(change),
            },
        };
        foreach (var users in what.UserIds.Chunk(chunk))
        {
            var expected = Head;
            var entries = Entries(what with { UserIds = users }, facts);
            Summary = After(what with { UserIds = users }, entries, facts.ReceivedAt);
            appends.Add(new Append
            {
                Group = Key,
                Expected = expected,
                Summary = Summary,
                Facts = facts,
                FactsBytes = bytes,
                Entries = entries,
                Part = Head.Sequence == begin.Expected.Sequence + what.UserIds.Count ? AppendPart.Last : AppendPart.Chunk,
            });
        }

        return appends;
    }

    /// <summary>The same append under another expectation.</summary>
    public static Append Expecting(Append append, GroupHead expected) => new()
    {
        Group = append.Group,
        Expected = expected,
        Summary = append.Summary with { Head = append.Entries.Count == 0 ? expected : append.Summary.Head },
        Part = append.Part,
        Facts = append.Facts,
        FactsBytes = append.FactsBytes,
        RequestBytes = append.RequestBytes,
        Entries = append.Entries,
        DuplicateOf = append.DuplicateOf,
    };

    private Append Whole(
        GroupHead expected,
        CallbackFacts facts,
        byte[] request,
        IReadOnlyList<LedgerEntry> entries,
        CallbackId? duplicateOf = null) => new()
        {
            Group = Key,
            Expected = expected,
            Summary = Summary,
            Part = AppendPart.Whole,
            Facts = facts,
            FactsBytes = CallbackFactsCodec.Encode(facts),
            RequestBytes = request,
            Entries = entries,
            DuplicateOf = duplicateOf,
        };

    private (CallbackFacts Facts, byte[] Request) Callback(Event what)
    {
        var receivedAt = what.ReceivedAt ?? Start.AddSeconds(_told);
        var body = Encoding.UTF8.GetBytes($"{{\"group\":\"{Key.GroupId}\",\"number\":{++_told}}}");
        var request = RawRequestCodec.Encode(new("contenttype=json", [new("operationid", $"op-{_told}")], body));
        var facts = new CallbackFacts
        {
            CallbackId = CallbackId.New(receivedAt),
            Group = Key,
            Change = Change(what.Kind),
            Command = "callbackAfterSomething",
            OperationId = $"op-{_told}",
            ReceivedAt = receivedAt,
            OccurredAt = what.OccurredAt,
            OperatorId = what.OperatorId,
            OperatorBasis = what.OperatorId is null ? OperatorBasis.Unknown : OperatorBasis.Reported,
            Reason = what.Reason,
            Untracked = what.Untracked,
            Fingerprint = new((UInt128)_told),
            Window = DuplicateWindow.OperationId,
            RequestDigest = EntryChain.Digest(request),
        };
        return (facts, request);
    }

    private List<LedgerEntry> Entries(Event what, CallbackFacts facts)
    {
        var digest = EntryChain.Digest(CallbackFactsCodec.Encode(facts));
        var entries = new List<LedgerEntry>();
        var (sequence, hash) = Head;
        IReadOnlyList<string?> subjects = what.Kind == EntryKind.Created ? NoUser : what.UserIds;
        foreach (var userId in subjects)
        {
            var entry = new LedgerEntry(
                ++sequence, what.Kind, userId, what.Role, userId is not null && _members.Contains(userId), what.Effect,
                what.Since, default);
            hash = EntryChain.Hash(hash, digest, entry);
            entries.Add(entry with { Hash = hash });
        }

        return entries;
    }

    private GroupSummary After(Event what, List<LedgerEntry> entries, DateTimeOffset receivedAt)
    {
        if (what.Kind is EntryKind.Joined or EntryKind.Imported)
        {
            _members.UnionWith(what.UserIds);
        }
        else if (what.Kind is EntryKind.Quit or EntryKind.Kicked or EntryKind.Dismissed or EntryKind.Left)
        {
            _members.ExceptWith(what.UserIds);
        }

        return Summary with
        {
            MemberCount = _members.Count,
            Status = what.Kind == EntryKind.Dismissed ? GroupStatus.Dismissed : GroupStatus.Active,
            Joined = Summary.Joined + (what.Kind == EntryKind.Joined ? what.UserIds.Count : 0),
            Head = entries.Count == 0 ? Head : new(entries[^1].Sequence, entries[^1].Hash),
            LastReceivedAt = receivedAt,
        };
    }

    private static ChangeKind Change(EntryKind kind) => kind switch
    {
        EntryKind.Created => ChangeKind.Created,
        EntryKind.Joined => ChangeKind.Joined,
        EntryKind.Quit => ChangeKind.Quit,
        EntryKind.Kicked => ChangeKind.Kicked,
        EntryKind.Dismissed => ChangeKind.Dismissed,
        EntryKind.OwnerChanged => ChangeKind.OwnerChanged,
        EntryKind.RoleChanged => ChangeKind.RoleChanged,
        _ => ChangeKind.Imported,
    };
}
