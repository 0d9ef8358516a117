using System.Net.Sockets;
using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Postgres;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Connections;

namespace GroupExitGrains.Standalone;

/// <summary>Why the program cannot start, for whoever started it.</summary>
/// <param name="Line">One line.</param>
/// <param name="ExitCode">2 for a wrong setting, 1 for the rest.</param>
internal sealed record StartFault(string Line, int ExitCode)
{
    /// <summary>Explains a fault; null for one that is a defect, whose stack trace is wanted.</summary>
    public static StartFault? Explain(Exception fault) => fault switch
    {
        ConfigurationFaultException => new StartFault(FirstLine(fault), 2),
        JournalUnavailableException or JournalDamagedException or UnknownSchemaException or UnsuitableServerException =>
            new StartFault(FirstLine(fault), 1),
        IOException { InnerException: AddressInUseException } or SocketException => new StartFault(FirstLine(fault), 1),

        // An address that is none, or https without a certificate.
        FormatException or InvalidOperationException { Source: "Microsoft.AspNetCore.Server.Kestrel.Core" } =>
            new StartFault(FirstLine(fault), 2),
        _ => null,
    };

    private static string FirstLine(Exception fault) => fault.Message.Split('\n')[0].Trim();
}
