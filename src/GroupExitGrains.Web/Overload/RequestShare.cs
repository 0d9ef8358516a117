namespace GroupExitGrains.Web.Overload;

/// <summary>
/// What one request has taken of the allowances. It is given back when the request is answered and what it asked for has
/// ended: a callback whose sender was told to try again is still in memory for as long as the journal has it.
/// </summary>
internal sealed class RequestShare(WebhookAllowances allowances)
{
    private Allowance _bytes = allowances.Bytes;
    private long _held;
    private bool _isCallback;
    private Task _underWay = Task.CompletedTask;

    /// <summary>Draws on what there is for those who do not know the secret. Comes before anything is taken.</summary>
    public void DrawAsStranger() => _bytes = allowances.StrangersBytes;

    /// <summary>One callback more would be taken now, as far as can be told.</summary>
    public bool HasRoomForCallback => allowances.Callbacks.HasRoomFor(1);

    /// <summary>A body of so many bytes would be taken now, as far as can be told.</summary>
    public bool HasRoomForBody(long length) => _bytes.HasRoomFor(length);

    /// <summary>Holds so many bytes in all; false if there is no room for what is new of them.</summary>
    public bool TryHold(long length)
    {
        var more = length - _held;
        if (more <= 0)
        {
            return true;
        }

        if (!_bytes.TryTake(more))
        {
            return false;
        }

        _held = length;
        return true;
    }

    /// <summary>What has come of the body is dropped.</summary>
    public void DropBody()
    {
        _bytes.GiveBack(_held);
        _held = 0;
    }

    /// <summary>Counts as a callback; false if there are too many.</summary>
    public bool TryBecomeCallback() => _isCallback = allowances.Callbacks.TryTake(1);

    /// <summary>Is not over before this is.</summary>
    public void Outlast(Task underWay) => _underWay = underWay;

    /// <summary>The request is answered.</summary>
    public void End()
    {
        if (_underWay.IsCompleted)
        {
            GiveBack();
            return;
        }

        _ = _underWay.ContinueWith(
            static (_, share) => ((RequestShare)share!).GiveBack(),
            this,
            CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously,
            TaskScheduler.Default);
    }

    private void GiveBack()
    {
        if (_isCallback)
        {
            allowances.Callbacks.GiveBack(1);
        }

        _bytes.GiveBack(_held);
    }
}
