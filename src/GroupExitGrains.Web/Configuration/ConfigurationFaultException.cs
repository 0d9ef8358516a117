namespace GroupExitGrains.Web.Configuration;

/// <summary>A setting is wrong. The message is one line for whoever set it: it names the setting and holds no secret.</summary>
public sealed class ConfigurationFaultException : Exception
{
    /// <summary>Creates the exception.</summary>
    public ConfigurationFaultException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception.</summary>
    public ConfigurationFaultException()
    {
    }

    /// <summary>Creates the exception.</summary>
    public ConfigurationFaultException(string message)
        : base(message)
    {
    }
}
