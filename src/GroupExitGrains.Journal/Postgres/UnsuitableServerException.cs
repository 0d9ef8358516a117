namespace GroupExitGrains.Journal.Postgres;

/// <summary>The server cannot keep a journal: it is too old, or set so that it may lose what it has acknowledged.</summary>
public sealed class UnsuitableServerException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnsuitableServerException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public UnsuitableServerException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public UnsuitableServerException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
