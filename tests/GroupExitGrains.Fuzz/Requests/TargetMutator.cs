using System.Text;

namespace GroupExitGrains.Fuzz;

/// <summary>Writes the target of a request in other ways, some of which lead elsewhere.</summary>
internal static class TargetMutator
{
    private static readonly string[] s_elsewhere =
    [
        "/webhooks", "/webhooks/", "/webhooks/nobody/x", "/webhooks/OPENIM/callbackAfterQuitGroupCommand", "/webhooks/../api/v1/sources",
        "/api/v1/sources", "/api/v1/../webhooks/openim", "/health/live", "/openapi/v1.json", "/", "//", "/%00", "/webhooks/%2e%2e/x",
        "/webhooks/openim%2Fx", "/webhooks%2Fopenim/x", "/api/v1/sources/openim/groups/%", "/api/v1/callbacks/x", "/metrics", "/\u7fa4",
    ];

    /// <summary>The target, and whether it reaches the seed's source.</summary>
    public static (string Target, bool Reaches) Change(Seed seed, Random random)
    {
        var target = seed.Target;
        switch (random.Next(10))
        {
            case 0:
                return (target.Replace("/", "//", StringComparison.Ordinal), true);
            case 1:
                return ($"http://x:80{target}", true);
            case 2:
                return (target.Replace("webhooks", "WebHooks", StringComparison.Ordinal), true);
            case 3:
                return (Encode(target, random), true);
            case 4:
                return ($"{target}{(target.Contains('?', StringComparison.Ordinal) ? '&' : '?')}{Query(random)}", true);
            case 5:
                return (target.Contains('?', StringComparison.Ordinal) ? target[..target.IndexOf('?', StringComparison.Ordinal)] : $"{target}/more", true);
            case 6:
                // %00 does not come through: the server itself refuses it.
                return ($"{target}%{random.Next(1, 256):X2}", true);
            case 7:
                return ($"/webhooks/{seed.Source}/{new string('c', random.Next(1, 7_000))}", true);
            default:
                return (s_elsewhere[random.Next(s_elsewhere.Length)], false);
        }
    }

    // Letters of what stands last, as nobody would write them.
    private static string Encode(string target, Random random)
    {
        var from = target.LastIndexOfAny(['/', '=']) + 1;
        var encoded = new StringBuilder(target[..from]);
        foreach (var letter in target[from..])
        {
            encoded.Append(char.IsAsciiLetter(letter) && random.Next(4) == 0 ? $"%{(int)letter:X2}" : $"{letter}");
        }

        return encoded.ToString();
    }

    private static string Query(Random random) => random.Next(8) switch
    {
        0 => "CallbackCommand=Group.CallbackAfterMemberExit",
        1 => "SdkAppid=1&SdkAppid=2",
        2 => "ClientIP=%",
        3 => "OptPlatform=%ff%fe",
        4 => "Sign=x&RequestTime=y",
        5 => "&&&===",
        6 => "callbackCommand=callbackAfterQuitGroupCommand",
        _ => $"ClientIP={new string('1', random.Next(6_000))}",
    };
}
