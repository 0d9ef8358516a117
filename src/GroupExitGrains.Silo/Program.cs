using GroupExitGrains.Silo;
using GroupExitGrains.Standalone;
using GroupExitGrains.Web.CommandLine;

try
{
    if (KeysCommand.Is(args))
    {
        return await KeysCommandLine.RunAsync(args, Directory.GetCurrentDirectory(), Console.Out, Console.Error);
    }

    await using var silo = SiloApp.Build(args, Directory.GetCurrentDirectory());
    await silo.StartAsync();
    Welcome.Print(silo.Addresses, silo.Options, silo.AdminKey, Console.Out);
    await silo.WaitForShutdownAsync();
    return 0;
}
catch (Exception fault) when (StartFault.Explain(fault) is { } explained)
{
    await Console.Error.WriteLineAsync(explained.Line);
    return explained.ExitCode;
}
