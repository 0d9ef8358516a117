namespace GroupExitGrains.Web.Overload;

/// <summary>
/// Lets a few lines a second through and counts the others: a log that is written for each refused request is a load of its
/// own when there are very many.
/// </summary>
internal sealed class LogRate(TimeProvider time, int perSecond)
{
    private readonly Lock _counting = new();
    private long _second = long.MinValue;
    private int _written;
    private long _left;

    /// <summary>This line is to be written; says how many were not since the last that was.</summary>
    public bool Admits(out long left)
    {
        var second = time.GetTimestamp() / time.TimestampFrequency;
        lock (_counting)
        {
            if (second != _second)
            {
                _second = second;
                _written = 0;
            }

            if (_written >= perSecond)
            {
                _left++;
                left = 0;
                return false;
            }

            _written++;
            (left, _left) = (_left, 0);
            return true;
        }
    }
}
