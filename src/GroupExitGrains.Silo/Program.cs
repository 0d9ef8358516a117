using GroupExitGrains.Silo;
using GroupExitGrains.Standalone;

try
{
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
