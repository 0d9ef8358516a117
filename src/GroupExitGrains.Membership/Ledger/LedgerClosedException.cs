namespace GroupExitGrains.Membership;

/// <summary>The ledger was closed because nobody had asked for it for a while. Ask a new one of the same group.</summary>
public sealed class LedgerClosedException : Exception
{
    /// <summary>Creates the exception.</summary>
    public LedgerClosedException()
        : base("The ledger is closed.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public LedgerClosedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public LedgerClosedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
