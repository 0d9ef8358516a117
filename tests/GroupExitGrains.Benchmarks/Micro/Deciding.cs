using BenchmarkDotNet.Attributes;
using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;

namespace GroupExitGrains.Benchmarks.Micro;

/// <summary>From a callback to the entries that it makes, in a group that remembers some callbacks already.</summary>
public class Deciding
{
    private static readonly LedgerOptions s_options = new();
    private GroupState _state = null!;
    private (GroupChange Change, CallbackFacts Facts) _quit;
    private (GroupChange Change, CallbackFacts Facts) _kick;

    /// <summary>Members of the group.</summary>
    [Params(10, 100_000)]
    public int Members { get; set; }

    /// <summary>Makes the group.</summary>
    [GlobalSetup]
    public void Fill()
    {
        var quit = Samples.Read(KnownVendors.OpenIm, Samples.OpenImQuit);
        var kick = Samples.Read(KnownVendors.OpenIm, Samples.OpenImKick);
        _state = new GroupState(quit.Group, s_options);
        var joined = quit with
        {
            Id = CallbackId.New(Samples.ReceivedAt.AddMinutes(-1)),
            ReceivedAt = Samples.ReceivedAt.AddMinutes(-1),
            OperationId = "joined",
            Change = new GroupChange
            {
                Kind = ChangeKind.Joined,
                GroupId = quit.Group.GroupId,
                Users = [.. Enumerable.Range(0, Members).Select(user => new ChangedUser(user == 0 ? "m1-1" : $"m1-1-{user}"))],
            },
        };
        var facts = FactsOf.Callback(joined, EntryHash.Zero);
        var sequence = 0L;
        foreach (var draft in Decide.On(_state, joined.Change, facts, s_options).Entries)
        {
            _state.Apply(
                new LedgerEntry(++sequence, draft.Kind, draft.UserId, draft.Role, draft.WasMember, draft.Effect, draft.Since, EntryHash.Zero),
                facts);
        }

        _quit = (quit.Change, FactsOf.Callback(quit, EntryHash.Zero));
        _kick = (kick.Change, FactsOf.Callback(kick, EntryHash.Zero));
    }

    /// <summary>A member quits.</summary>
    [Benchmark(Description = "decide on a quit")]
    public object Quit() => Decide.On(_state, _quit.Change, _quit.Facts, s_options).Entries;

    /// <summary>50 are kicked.</summary>
    [Benchmark(Description = "decide on a kick of 50")]
    public object Kick() => Decide.On(_state, _kick.Change, _kick.Facts, s_options).Entries;
}
