using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>What became of the callbacks of one command of one source since this process started.</summary>
internal sealed class CommandCounts(string command)
{
    private readonly long[] _outcomes = new long[Outcomes.Length];

    /// <summary>What may become of a callback that was read, in the order of <see cref="Read"/>.</summary>
    public static string[] Outcomes { get; } = ["recorded", "duplicate", "pending", "unavailable"];

    public string Command { get; } = command;

    public void Recorded(CallbackState state) => Interlocked.Increment(ref _outcomes[state switch
    {
        CallbackState.Recorded => 0,
        CallbackState.Duplicate => 1,
        _ => 2,
    }]);

    public void Unavailable() => Interlocked.Increment(ref _outcomes[3]);

    public long Read(int outcome) => Volatile.Read(ref _outcomes[outcome]);
}
