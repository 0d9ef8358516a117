using Orleans.Concurrency;

namespace GroupExitGrains.Grains;

/// <summary>Answers if there is a silo that answers.</summary>
[Alias("groupexit.pulse")]
public interface IPulseGrain : IGrainWithIntegerKey
{
    /// <summary>Does nothing.</summary>
    [Alias("beat")]
    [ResponseTimeout(CallDeadlines.QuickText)]
    Task BeatAsync();
}

[GrainType("pulse")]
[StatelessWorker]
internal sealed class PulseGrain : Grain, IPulseGrain
{
    public Task BeatAsync() => Task.CompletedTask;
}
