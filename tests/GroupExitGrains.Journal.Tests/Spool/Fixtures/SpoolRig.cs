using GroupExitGrains.Journal.Spool;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Tests.Spool.Fixtures;

/// <summary>A process with a spool, its journal, its disk and its clock, all in the test's hand.</summary>
internal sealed class SpoolRig : IAsyncDisposable
{
    // A rest of a minute would look like a guard to the clock, and never end. A group comes to it that fails while a busy
    // machine lets time pass quickly.
    private static readonly TimeSpan LongestRest = TimeSpan.FromSeconds(30);

    private int _users;

    private SpoolRig(ScriptedGroups journal, MemoryDisk disk, ManualTime time, CallbackSpoolOptions options)
    {
        Journal = journal;
        Disk = disk;
        Time = time;
        options = options with { MaxGroupRest = options.MaxGroupRest < LongestRest ? options.MaxGroupRest : LongestRest };
        Spool = CallbackSpool.Open(disk.Open(), options, time, SpoolLog);
        Groups = new SpoolingGroups(journal, Spool, Log, static () => 1);
    }

    public ScriptedGroups Journal { get; }

    public MemoryDisk Disk { get; }

    public ManualTime Time { get; }

    public CallbackSpool Spool { get; }

    public SpoolingGroups Groups { get; }

    public CapturedLog<CallbackSpool> SpoolLog { get; } = new();

    public CapturedLog<SpoolingGroups> Log { get; } = new();

    public SpoolStatus Status => Groups.Status;

    /// <summary>A process that drains.</summary>
    public static SpoolRig Started(CallbackSpoolOptions? options = null)
    {
        var rig = Stopped(options);
        rig.Groups.Start();
        return rig;
    }

    /// <summary>A process that does not drain yet.</summary>
    public static SpoolRig Stopped(CallbackSpoolOptions? options = null) =>
        new(new ScriptedGroups(), new MemoryDisk(), new ManualTime(), options ?? new CallbackSpoolOptions());

    /// <summary>The next process, on the same disk and journal: this one was killed.</summary>
    public SpoolRig Next(CallbackSpoolOptions? options = null)
    {
        Disk.Kill();
        return new SpoolRig(Journal, Disk, Time, options ?? Spool.Options);
    }

    /// <summary>A callback received now, of a user who is in no other.</summary>
    public Callback Quit(string group = "G1", int padding = 0) => Exits.Quit(Time.GetUtcNow(), group, ++_users, padding);

    public Task<Receipt> SendAsync(Callback callback) =>
        Groups.RecordAsync(callback, TestContext.Current.CancellationToken);

    public Task<Receipt> SendAsync(string group = "G1") => SendAsync(Quit(group));

    /// <summary>Lets time pass until the journal is tried for the first time after a miss.</summary>
    public async Task FirstTryAsync()
    {
        await Time.WaiterAsync(Spool.Options.ProbeInterval);
        Time.Advance(Spool.Options.ProbeInterval);
    }

    /// <summary>Sends callbacks one after the other, each when the one before is answered.</summary>
    public async Task SendAllAsync(int count, string group = "G1")
    {
        for (var i = 0; i < count; i++)
        {
            await SendAsync(group);
        }
    }

    /// <summary>Lets time pass until nothing is spooled.</summary>
    public Task DrainAsync() => Time.RunUntilAsync(Spool.Index.WhenEmpty());

    public async ValueTask DisposeAsync()
    {
        await Groups.DisposeAsync();
        await Spool.DisposeAsync();
    }
}
