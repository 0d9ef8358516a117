namespace GroupExitGrains.Journal;

/// <summary>The store was last used by a later version of this program, whose schema this one does not know.</summary>
public sealed class UnknownSchemaException : Exception
{
    /// <summary>Creates the exception.</summary>
    public UnknownSchemaException(long found, int known)
        : base($"The journal has schema version {found}, but this program knows versions up to {known}. "
            + "It was last used by a later release: run that one, or restore a backup from before it.")
    {
    }

    /// <summary>Creates the exception.</summary>
    public UnknownSchemaException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public UnknownSchemaException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    public UnknownSchemaException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
