namespace GroupExitGrains.Journal.Commit;

/// <summary>
/// How long a batch waits for company. Those who were told of the last commit send again at about the same time: whoever took
/// the first of them at once would commit one alone while all others gather behind it, and so in turns, at twice the number of
/// commits. So a batch waits for a share of those who were told and those who wait, or until its patience has ended. Where the
/// share of them is one, it waits for nobody. Not safe for threads: the queue's lock guards it.
/// </summary>
internal sealed class Gathering : IDisposable
{
    private readonly Company _company;
    private readonly ITimer _timer;
    private int _last;
    private int _wanted;
    private bool _ended;

    /// <param name="company">What to wait for.</param>
    /// <param name="time">Tells when patience has ended.</param>
    /// <param name="hurry">Called then, on a thread of the pool.</param>
    public Gathering(Company company, TimeProvider time, Action hurry)
    {
        _company = company;
        _timer = time.CreateTimer(
            static hurry => ((Action)hurry!)(), hurry, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>A batch is being gathered, and is not to be taken with this many.</summary>
    public bool WantsMoreThan(int waiting) => waiting < _wanted;

    /// <summary>A batch of those waiting is to be waited with; true from then on until there are enough or time has ended.</summary>
    public bool Begins(int waiting)
    {
        var wanted = _wanted > 0 ? _wanted : (int)((_last + waiting) * _company.Share);
        if (_ended || waiting == 0 || waiting >= wanted)
        {
            return false;
        }

        if (_wanted == 0)
        {
            _timer.Change(_company.Patience, Timeout.InfiniteTimeSpan);
        }

        _wanted = wanted;
        return true;
    }

    /// <summary>Ends the waiting; false if nobody waits.</summary>
    public bool TryEnd()
    {
        _ended = _wanted > 0;
        _wanted = 0;
        return _ended;
    }

    /// <summary>A batch was taken; nothing changes if it was empty.</summary>
    public void After(int batch)
    {
        if (batch > 0)
        {
            _last = batch;
            _wanted = 0;
            _ended = false;
        }
    }

    public void Dispose() => _timer.Dispose();
}
