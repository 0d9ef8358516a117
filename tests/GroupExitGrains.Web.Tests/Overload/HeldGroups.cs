using GroupExitGrains.Membership;
using GroupExitGrains.Web.Tests.Hosting;

namespace GroupExitGrains.Web.Tests.Overload;

/// <summary>A journal that does not come back until it is told to, and says when callbacks have reached it.</summary>
internal sealed class HeldGroups : IDisposable
{
    private readonly SemaphoreSlim _arrived = new(0);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private HeldGroups()
    {
    }

    public static HeldGroups In(WebHost host)
    {
        var held = new HeldGroups();
        host.Groups.Instead = held.RecordAsync;
        return held;
    }

    public async Task UntilArrivedAsync(int count)
    {
        for (var i = 0; i < count; i++)
        {
            await _arrived.WaitAsync(TestContext.Current.CancellationToken);
        }
    }

    public void Release() => _released.SetResult();

    public void Dispose() => _arrived.Dispose();

    private async Task<Receipt> RecordAsync(Callback callback)
    {
        _arrived.Release();
        await _released.Task;
        return new Receipt(callback.Id, CallbackState.Recorded);
    }
}
