using System.Collections.Concurrent;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>What each source has sent to this process since it started. Kept in memory; the journal has the totals.</summary>
public sealed class SourceActivity
{
    private readonly ConcurrentDictionary<string, Counters> _sources = new(StringComparer.Ordinal);

    /// <summary>What a source has sent; zeroes if nothing.</summary>
    public SourceCounts Of(string source) => Counts(source).Read();

    /// <summary>A request came to this source, whatever comes of it.</summary>
    internal void Received(string source, DateTimeOffset at) => Counts(source).Received(at);

    internal void Recorded(string source, string command, CallbackState state) => Counts(source).Recorded(command, state);

    internal void Unavailable(string source, string command) => Counts(source).Unavailable(command);

    /// <summary>A callback was refused since there was as much under way as a setting allows.</summary>
    internal void Overloaded(string source, string setting) => Counts(source).Overloaded(setting);

    internal void Unsupported(string source, string command) => Counts(source).Unsupported(command);

    internal void RejectionNotKept(string source) => Counts(source).RejectionNotKept();

    internal void Rejected(string source, string cause) => Counts(source).Rejected(cause);

    /// <summary>What a source has sent of each command that this program uses.</summary>
    internal IEnumerable<CommandCounts> CommandsOf(string source) => Counts(source).Commands;

    private Counters Counts(string source) => _sources.GetOrAdd(source, static _ => new Counters());

    private sealed class Counters
    {
        // Commands come from outside: what is past this many is counted together.
        private const int MostCommands = 200;
        private const string OtherCommands = "other";

        private readonly ConcurrentDictionary<string, CommandCounts> _commands = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, long> _unsupported = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, long> _rejected = new(StringComparer.Ordinal);
        private readonly ConcurrentDictionary<string, long> _overloaded = new(StringComparer.Ordinal);
        private long _received;
        private long _recorded;
        private long _duplicates;
        private long _unavailable;
        private long _rejectionsNotKept;
        private long _lastReceivedAt;

        public void Received(DateTimeOffset at)
        {
            Interlocked.Increment(ref _received);
            Volatile.Write(ref _lastReceivedAt, at.ToUnixTimeMilliseconds());
        }

        public IEnumerable<CommandCounts> Commands => _commands.Values;

        public void Recorded(string command, CallbackState state)
        {
            Interlocked.Increment(ref state == CallbackState.Duplicate ? ref _duplicates : ref _recorded);
            Of(command).Recorded(state);
        }

        public void Unavailable(string command)
        {
            Interlocked.Increment(ref _unavailable);
            Of(command).Unavailable();
        }

        public void Overloaded(string setting) => _overloaded.AddOrUpdate(setting, 1, static (_, count) => count + 1);

        public void RejectionNotKept() => Interlocked.Increment(ref _rejectionsNotKept);

        public void Unsupported(string command)
        {
            var name = _unsupported.ContainsKey(command) || _unsupported.Count < MostCommands ? command : OtherCommands;
            _unsupported.AddOrUpdate(name, 1, static (_, count) => count + 1);
        }

        public void Rejected(string cause) => _rejected.AddOrUpdate(cause, 1, static (_, count) => count + 1);

        // Only of callbacks that were read: their commands are the few that a vendor knows.
        private CommandCounts Of(string command) => _commands.GetOrAdd(command, static name => new CommandCounts(name));

        public SourceCounts Read() => new(
            Volatile.Read(ref _received),
            Volatile.Read(ref _recorded),
            Volatile.Read(ref _duplicates),
            Volatile.Read(ref _unavailable),
            _unsupported.ToDictionary(StringComparer.Ordinal),
            _rejected.ToDictionary(StringComparer.Ordinal),
            _overloaded.ToDictionary(StringComparer.Ordinal),
            Volatile.Read(ref _rejectionsNotKept),
            Volatile.Read(ref _lastReceivedAt) is > 0 and var at ? DateTimeOffset.FromUnixTimeMilliseconds(at) : null);
    }
}

/// <summary>What one source has sent to this process since it started.</summary>
/// <param name="Received">Requests, whatever came of them.</param>
/// <param name="Recorded">Callbacks recorded.</param>
/// <param name="Duplicates">Callbacks that repeated another.</param>
/// <param name="Unavailable">Callbacks that could not be made durable in time.</param>
/// <param name="Unsupported">Well-formed callbacks that this program does not use, by command.</param>
/// <param name="Rejected">Requests refused, by cause.</param>
/// <param name="Overloaded">Callbacks refused at once since there was too much under way, by the setting that bounds it.</param>
/// <param name="RejectionsNotKept">Requests refused whose body could not be stored.</param>
/// <param name="LastReceivedAt">When the latest request came; absent if none did.</param>
public sealed record SourceCounts(
    long Received,
    long Recorded,
    long Duplicates,
    long Unavailable,
    IReadOnlyDictionary<string, long> Unsupported,
    IReadOnlyDictionary<string, long> Rejected,
    IReadOnlyDictionary<string, long> Overloaded,
    long RejectionsNotKept,
    DateTimeOffset? LastReceivedAt);
