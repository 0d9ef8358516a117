namespace GroupExitGrains.Membership;

/// <summary>What is stored cannot be read back: it was altered or is corrupt.</summary>
public sealed class JournalDamagedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public JournalDamagedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    public JournalDamagedException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public JournalDamagedException(string message)
        : base(message)
    {
    }
}
