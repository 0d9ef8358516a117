using System.Diagnostics;
using System.Globalization;
using GroupExitGrains.Fuzz;

// --requests N --seed S [--first N]: sends the requests first..first+N of seed S to a program of its own.
// --show N --seed S: writes that request of the seed.
var requests = Argument("--requests") ?? 20_000;
var seed = (int)(Argument("--seed") ?? Random.Shared.Next());
var first = Argument("--first") ?? 0;
if (Argument("--show") is { } shown)
{
    await Console.OpenStandardOutput().WriteAsync(RequestMutator.Make(seed, shown).Bytes);
    return 0;
}

Console.WriteLine($"seed {seed}");

await using var host = await HostProcess.StartAsync();
using var run = new FuzzRun(host.Address, host.AdminKey, seed);
var before = host.ResidentMebibytes;
var clock = Stopwatch.StartNew();
var sending = run.SendAsync(first, requests, compareEvery: requests > 100_000 ? 50 : 1, CancellationToken.None);
while (await Task.WhenAny(sending, Task.Delay(TimeSpan.FromSeconds(30))) != sending)
{
    Console.WriteLine($"{clock.Elapsed:mm\\:ss} {run.Made - first} requests, {host.ResidentMebibytes} MiB, {run.Faults.Count} faults");
}

await sending;
Console.WriteLine($"{requests} requests in {clock.Elapsed:mm\\:ss}, {run.Compared} held against what was recorded");
await run.CheckAfterwardsAsync(mostGroups: 20_000, CancellationToken.None);
foreach (var (status, count) in run.Statuses.OrderBy(status => status.Key, StringComparer.Ordinal))
{
    Console.WriteLine($"  {status}: {count}");
}

Console.WriteLine($"{run.Verified} histories verified; {before} MiB before, {host.ResidentMebibytes} MiB after; {(host.HasEnded ? "it has ended" : "it goes on")}");
foreach (var fault in run.Faults)
{
    Console.WriteLine(fault);
}

return run.Faults.Count == 0 && !host.HasEnded ? 0 : 1;

long? Argument(string name) =>
    Array.IndexOf(args, name) is >= 0 and var at && at + 1 < args.Length ? long.Parse(args[at + 1], CultureInfo.InvariantCulture) : null;
