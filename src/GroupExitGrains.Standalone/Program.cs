using GroupExitGrains.Standalone;
using GroupExitGrains.Web.CommandLine;

try
{
    if (KeysCommand.Is(args))
    {
        return await KeysCommandLine.RunAsync(args, Directory.GetCurrentDirectory(), Console.Out, Console.Error);
    }

    await using var standalone = StandaloneApp.Build(args, Directory.GetCurrentDirectory());
    await standalone.StartAsync();
    Welcome.Print(standalone.Addresses, standalone.Options, standalone.AdminKey, Console.Out);
    await standalone.WaitForShutdownAsync();
    return 0;
}
catch (Exception fault) when (StartFault.Explain(fault) is { } explained)
{
    await Console.Error.WriteLineAsync(explained.Line);
    return explained.ExitCode;
}
