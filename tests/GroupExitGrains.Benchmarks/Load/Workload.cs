namespace GroupExitGrains.Benchmarks.Load;

/// <summary>A kind of load: the requests, and how many entries each of them makes.</summary>
/// <param name="Name">What it is.</param>
/// <param name="Request">The request of a number (1, 2, 3 and so on), its users and operation ids marked so that no other load has them.</param>
/// <param name="Entries">How many entries each makes.</param>
internal sealed record Workload(string Name, Func<string, long, byte[]> Request, int Entries = 1)
{
    public const int Groups = 10_000;
    private const int PerKick = 50;

    public static Workload Quits { get; } = new(
        "quits over 10,000 groups", static (mark, number) => Quit($"g{number % Groups}", mark, number));

    public static Workload HotGroup { get; } = new(
        "quits in one hot group", static (mark, number) => Quit("hot", mark, number));

    public static Workload Kicks { get; } = new(
        "kicks of 50 over 10,000 groups",
        static (mark, number) => Load.Request.Kick(
            $"g{number % Groups}", Enumerable.Range(0, PerKick).Select(user => $"{mark}-{number}-{user}"), $"{mark}-{number}"),
        PerKick);

    /// <summary>A real day: 70 % join, 20 % quit, 8 % kick, 2 % role changes, each of somebody who joined shortly before.</summary>
    public static Workload Day { get; } = new("the mix of a day over 10,000 groups", static (mark, number) =>
    {
        var (block, place) = Math.DivRem(number, 100);
        var joiner = place % 70;
        var (group, user, operation) = ($"g{((block * 70) + joiner) % Groups}", $"{mark}-{block}-{joiner}", $"{mark}-{number}");
        return place switch
        {
            < 70 => Load.Request.OpenIm(
                "callbackAfterJoinGroupCommand",
                operation,
                $$"""{"callbackCommand":"callbackAfterJoinGroupCommand","groupID":"{{group}}","groupType":"2","applyID":"","reqMessage":"hello","inviterUserID":"{{user}}"}"""),
            < 90 => Load.Request.Quit(group, user, operation),
            < 98 => Load.Request.Kick(group, [user], operation),
            _ => Load.Request.OpenIm(
                "callbackAfterSetGroupMemberInfoCommand",
                operation,
                $$"""{"callbackCommand":"callbackAfterSetGroupMemberInfoCommand","groupID":"{{group}}","userID":"{{user}}","roleLevel":60}"""),
        };
    });

    private static byte[] Quit(string group, string mark, long number) =>
        Load.Request.Quit(group, $"{mark}-{number}", $"{mark}-{number}");
}
