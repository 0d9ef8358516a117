using GroupExitGrains.Benchmarks;
using GroupExitGrains.Benchmarks.Scenarios;
using GroupExitGrains.Benchmarks.Servers;

if (ContestantHosts.Find(args) is { } host)
{
    await host();
    return 0;
}

var names = args.Where(argument => argument != "--short").ToArray();
var unknown = names.Where(name => name != "all" && Scenario.All.All(scenario => scenario.Name != name)).ToArray();
if (unknown.Length > 0)
{
    Console.WriteLine("dotnet run -c Release --project tests/GroupExitGrains.Benchmarks -- [--short] [all | SCENARIO...]");
    Console.WriteLine();
    foreach (var scenario in Scenario.All)
    {
        Console.WriteLine($"  {scenario.Name,-16} {(scenario.ByDefault ? '*' : ' ')} {scenario.What}");
    }

    Console.WriteLine();
    Console.WriteLine("Without names those with * are run, about half an hour. --short only shows that they run: small sizes, one round");
    Console.WriteLine("of a second. The table is printed, and written to artifacts/benchmarks.json. A silo is measured if it is built");
    Console.WriteLine("(dotnet build -c Cluster), PostgreSQL if it is installed. docs/performance.md says what each figure is.");
    return names is ["--help"] ? 0 : 2;
}

var report = new Report();
var effort = args.Contains("--short") ? Effort.Short : Effort.Full;
foreach (var scenario in Scenario.All.Where(one => names.Length == 0 ? one.ByDefault : names.Contains("all") || names.Contains(one.Name)))
{
    var folder = Directory.CreateTempSubdirectory("groupexit-benchmarks-").FullName;
    try
    {
        report.Begin(scenario.Name);
        await scenario.RunAsync(new Bench(report, folder, effort));
    }
    finally
    {
        Directory.Delete(folder, recursive: true);
    }
}

report.Print();
await report.WriteAsync(Path.Combine(Directory.CreateDirectory("artifacts").FullName, "benchmarks.json"));
return 0;
