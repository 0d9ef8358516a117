namespace GroupExitGrains.Web.Overload;

/// <summary>How much of one thing may be in hand at a time. Whoever is refused is told at once; nobody waits.</summary>
internal sealed class Allowance(Func<long> limit)
{
    private long _taken;

    /// <param name="limit">How much, always.</param>
    public Allowance(long limit)
        : this(() => limit)
    {
    }

    /// <summary>How much may be in hand now.</summary>
    public long Limit => limit();

    /// <summary>What is in hand now.</summary>
    public long Taken => Volatile.Read(ref _taken);

    /// <summary>So much more would be taken, as far as can be told without taking it.</summary>
    public bool HasRoomFor(long amount) => Taken + amount <= limit();

    /// <summary>Takes so much, to be given back; false if it is more than there is.</summary>
    public bool TryTake(long amount)
    {
        if (Interlocked.Add(ref _taken, amount) <= limit())
        {
            return true;
        }

        Interlocked.Add(ref _taken, -amount);
        return false;
    }

    public void GiveBack(long amount) => Interlocked.Add(ref _taken, -amount);
}
