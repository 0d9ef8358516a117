using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

internal enum Deed
{
    Send,
    SendSeveral,
    ChangeJournal,
    LetTimePass,
    Kill,
    LosePower,
    ChangeDisk,
    EndHanging,
}

/// <summary>Something that happens, and a number that says how.</summary>
internal sealed record Step(Deed Deed, int Number);

/// <summary>One process after the other on one disk before one journal, and what they accepted.</summary>
internal sealed class SpoolLife(CallbackSpoolOptions options)
{
    private readonly List<(Callback Callback, int Burst)> _accepted = [];
    private SpoolRig _process = SpoolRig.Started(options);
    private int _burst;

    /// <summary>What was answered with a receipt, and with which others it was sent at the same time.</summary>
    public IReadOnlyList<(Callback Callback, int Burst)> Accepted => _accepted;

    public IEnumerable<CallbackId> Recorded => _process.Journal.Recorded.Select(callback => callback.Id);

    public Task DoAsync(Step step)
    {
        var (deed, number) = step;
        switch (deed)
        {
            case Deed.Send:
                return SendAsync(1, number);
            case Deed.SendSeveral:
                return SendAsync(2 + (number % 5), number);
            case Deed.ChangeJournal:
                _process.Journal.Mood = Mood(number);
                return Task.CompletedTask;
            case Deed.LetTimePass:
                _process.Time.Advance(TimeSpan.FromMilliseconds(number % 3000));
                return Task.CompletedTask;
            case Deed.Kill:
                return RestartAsync(_process.Disk.Kill);
            case Deed.LosePower:
                return RestartAsync(() => _process.Disk.LosePower(new Random(number)));
            case Deed.ChangeDisk:
                _process.Disk.Fault = Fault(number);
                return Task.CompletedTask;
            default:
                EndHanging(succeed: number % 2 == 0);
                return Task.CompletedTask;
        }
    }

    /// <summary>Everything is well again, and there is all the time in the world.</summary>
    public async Task SettleAsync()
    {
        _process.Journal.Mood = static _ => JournalMood.Well;
        EndHanging(succeed: true);
        await RestartAsync(_process.Disk.Kill);
        await _process.DrainAsync();
        await _process.DisposeAsync();
    }

    private async Task SendAsync(int count, int number)
    {
        _burst++;
        var sent = Enumerable.Range(0, count)
            .Select(i => _process.Quit($"G{(number >> i) % 3}", padding: number % 700))
            .Select(callback => (Callback: callback, Answer: _process.SendAsync(callback)))
            .ToList();
        foreach (var (callback, answer) in sent)
        {
            try
            {
                await _process.Time.RunUntilAsync(answer);
                _accepted.Add((callback, _burst));
            }
            catch (JournalUnavailableException)
            {
                // The vendor was told that it failed: it may be recorded, and need not be.
            }
        }

        _process.Time.Advance(TimeSpan.FromMilliseconds(number % 2));
    }

    private async Task RestartAsync(Action death)
    {
        death();
        await _process.Groups.DisposeAsync();
        _process.Disk.Fault = static _ => null;
        var dead = _process;
        _process = dead.Next();
        _process.Groups.Start();
        await dead.Spool.DisposeAsync();
    }

    private void EndHanging(bool succeed)
    {
        while (_process.Journal.TryTakeHanging() is { } offer)
        {
            if (succeed)
            {
                offer.Succeed();
            }
            else
            {
                offer.Fail(new JournalUnavailableException("The connection broke."));
            }
        }
    }

    private static Func<Callback, JournalMood> Mood(int number) => (number % 7) switch
    {
        0 or 1 or 2 => static _ => JournalMood.Well,
        3 => static _ => JournalMood.Failing,
        4 => static _ => JournalMood.LosingReplies,
        5 => static _ => JournalMood.Hanging,
        _ => callback => callback.Group.GroupId == $"G{number % 3}" ? JournalMood.Failing : JournalMood.Well,
    };

    private static Func<DiskCall, Exception?> Fault(int number) => (number % 5) switch
    {
        0 => static call => call.Action == DiskAction.Write ? new DiskFullException(0) : null,
        1 => call => call.Action == DiskAction.Write ? new DiskFullException(call.Bytes * (number % 10) / 10) : null,
        2 => static call => call.Action is DiskAction.Flush or DiskAction.FlushFolder ? new IOException("flush") : null,
        3 => static call => call.Action is DiskAction.Flush or DiskAction.Truncate or DiskAction.Delete
            ? new IOException("nothing works")
            : null,
        _ => static _ => null,
    };
}
