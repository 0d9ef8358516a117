namespace GroupExitGrains.Standalone;

/// <summary>Whether the program has started.</summary>
internal sealed class StartProgress
{
    private volatile bool _done;

    public void Done() => _done = true;

    public bool IsDone => _done;
}

/// <summary>What keeps the program from starting is said in one line by itself, not in stack traces by the framework.</summary>
internal static class StartLogging
{
    public static ILoggingBuilder LeaveStartFaultsTo(this ILoggingBuilder logging, StartProgress start) => logging
        .AddFilter("Microsoft.Extensions.Hosting.Internal.Host", level => start.IsDone && level >= LogLevel.Warning)
        .AddFilter("Microsoft.AspNetCore.Server.Kestrel", level => start.IsDone && level >= LogLevel.Warning);
}
