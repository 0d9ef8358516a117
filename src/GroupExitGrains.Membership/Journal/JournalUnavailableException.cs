namespace GroupExitGrains.Membership;

/// <summary>
/// The journal could not be reached or could not write. For an append the outcome is unknown: it may have become durable.
/// </summary>
public sealed class JournalUnavailableException : Exception
{
    /// <summary>Creates the exception.</summary>
    public JournalUnavailableException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    public JournalUnavailableException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public JournalUnavailableException(string message)
        : base(message)
    {
    }
}
