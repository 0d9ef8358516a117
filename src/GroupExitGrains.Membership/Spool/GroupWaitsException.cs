namespace GroupExitGrains.Membership;

/// <summary>
/// Callbacks of the group wait in this process's spool, and what was to be recorded behind them was not: it can be sent again
/// when they have left.
/// </summary>
public sealed class GroupWaitsException : Exception
{
    /// <summary>Creates the exception.</summary>
    public GroupWaitsException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    public GroupWaitsException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public GroupWaitsException(string message)
        : base(message)
    {
    }
}
