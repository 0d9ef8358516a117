using System.Globalization;
using System.Net;

namespace GroupExitGrains.Web.Configuration;

/// <summary>What settings must be beyond their type.</summary>
internal static class SettingsRules
{
    /// <summary>Fails on the first setting that is wrong.</summary>
    /// <exception cref="ConfigurationFaultException">There is one.</exception>
    public static void Check(GroupExitOptions options)
    {
        foreach (var (name, source) in options.Sources)
        {
            CheckSource($"Sources:{name}", name, source);
        }

        CheckAdmin(options.Admin);
        CheckCluster(options.Cluster);
        CheckSpool(options.Spool, options.AnswerWithin);
        CheckLimits(options.Limits, options.MaxBodyBytes);
        CheckSubscriptions(options.Subscriptions);
        CheckTelemetry(options.Telemetry);
        Require(options.Storage.Provider != StorageProvider.Postgres || !string.IsNullOrWhiteSpace(options.Storage.ConnectionString),
            "Storage:ConnectionString", "is required for Postgres");
        Require(options.Storage.ConnectionString is not { } text || !string.IsNullOrWhiteSpace(text),
            "Storage:ConnectionString", "is empty");
        Require(!string.IsNullOrWhiteSpace(options.DataDirectory), "DataDirectory", "is empty");
        Require(options.MaxBodyBytes is >= 1024 and <= 256 * 1024 * 1024, "MaxBodyBytes", "must be from 1024 to 268435456");
        RequireBetween(options.AnswerWithin, TimeSpan.FromMilliseconds(100), TimeSpan.FromMinutes(1), "AnswerWithin");
        RequireBetween(options.DrainWithin, TimeSpan.Zero, TimeSpan.FromMinutes(10), "DrainWithin");
        RequireBetween(options.DrainNotice, TimeSpan.Zero, TimeSpan.FromMinutes(10), "DrainNotice");

        CheckNetworks(options.Proxies, "Proxies");
        RequireBetween(options.Rejections.MaxAge, TimeSpan.FromMinutes(1), TimeSpan.FromDays(3650), "Rejections:MaxAge");
        Require(options.Rejections.MaxCount is >= 1 and <= 10_000_000, "Rejections:MaxCount", "must be from 1 to 10000000");
        Require(options.Rejections.MaxBytes is >= 1L << 20 and <= 1L << 40, "Rejections:MaxBytes", "must be from 1048576 to 1099511627776");

        var longest = TimeSpan.FromDays(30);
        RequireBetween(options.Duplicates.EventTime, TimeSpan.Zero, longest, "Duplicates:EventTime");
        RequireBetween(options.Duplicates.OperationId, TimeSpan.Zero, longest, "Duplicates:OperationId");
        RequireBetween(options.Duplicates.Body, TimeSpan.Zero, longest, "Duplicates:Body");
    }

    private const string SourceNameFault = "is not a name of a source: 1 to 64 letters, digits, '-', '_' or '.'";

    /// <summary>A source may be called so.</summary>
    public static bool IsSourceName(string name) =>
        name.Length <= 64 && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_' or '.') && name.Trim('.') != "";

    private static void CheckSource(string path, string name, SourceOptions source)
    {
        Require(IsSourceName(name), path, SourceNameFault);
        Require(source.Vendor is not null, $"{path}:Vendor", $"is required: {string.Join(" or ", Enum.GetNames<VendorKind>())}");

        CheckSecrets(source.PathSecret, source.PathSecrets, $"{path}:PathSecret");
        CheckSecrets(source.Token, source.Tokens, $"{path}:Token");

        var isTencent = source.Vendor == VendorKind.TencentIM;
        Require(isTencent || source.SdkAppId is null, $"{path}:SdkAppId", "is for TencentIM only");
        Require(isTencent || !source.AllTokens.Any(), $"{path}:Token", "is for TencentIM only");
        Require(source.SdkAppId is null || (source.SdkAppId.Length is > 0 and <= 20 && source.SdkAppId.All(char.IsAsciiDigit)),
            $"{path}:SdkAppId", "must be a number");
        RequireBetween(source.ClockSkew, TimeSpan.FromSeconds(1), TimeSpan.FromDays(1), $"{path}:ClockSkew");

        CheckNetworks(source.AllowedNetworks, $"{path}:AllowedNetworks");
    }

    private static void CheckNetworks(List<string> networks, string path)
    {
        for (var i = 0; i < networks.Count; i++)
        {
            Require(IPNetwork.TryParse(networks[i], out _), $"{path}:{i}",
                $"is '{networks[i]}'; must be a network as 10.0.0.0/8 or 2001:db8::/32");
        }
    }

    private static void CheckSecrets(string? first, List<string> others, string path)
    {
        Require(first is null || IsSecret(first), path, "is empty or has control characters");
        for (var i = 0; i < others.Count; i++)
        {
            Require(IsSecret(others[i]), $"{path}s:{i}", "is empty or has control characters");
        }
    }

    private static bool IsSecret(string? text) => !string.IsNullOrWhiteSpace(text) && !text.Any(char.IsControl);

    private static void CheckAdmin(AdminOptions admin)
    {
        Require(admin.MaxImportBytes is >= 1024 and <= 1024 * 1024 * 1024, "Admin:MaxImportBytes", "must be from 1024 to 1073741824");
        Require(admin.FailedAttemptsPerMinute is >= 1 and <= 1_000_000, "Admin:FailedAttemptsPerMinute", "must be from 1 to 1000000");
        Require(admin.MaxImportMembers is >= 1 and <= 10_000_000, "Admin:MaxImportMembers", "must be from 1 to 10000000");
        for (var i = 0; i < admin.Keys.Count; i++)
        {
            var (key, path) = (admin.Keys[i], $"Admin:Keys:{i}");
            var earlier = admin.Keys.Take(i).ToList();
            Require(!string.IsNullOrWhiteSpace(key.Name), $"{path}:Name", "is required");
            Require(!earlier.Exists(k => k.Name == key.Name), $"{path}:Name", $"is '{key.Name}' like that of another key");
            CheckKey(key, path);
            Require(!earlier.Exists(k => k.Digest.AsSpan().SequenceEqual(key.Digest)), $"{path}:Key", "is the same as another key");
            for (var j = 0; j < key.Sources.Count; j++)
            {
                Require(IsSourceName(key.Sources[j]), $"{path}:Sources:{j}", SourceNameFault);
            }

            Require(key.Role is not null, $"{path}:Role", $"is required: {string.Join(" or ", Enum.GetNames<AdminRole>())}");
        }
    }

    private static void CheckKey(AdminKeyOptions key, string path)
    {
        if (key.KeyHash is { } hash)
        {
            Require(key.Key is null, $"{path}:KeyHash", "is given beside Key; one of them says all");
            Require(hash.Length == 64 && hash.All(char.IsAsciiHexDigit), $"{path}:KeyHash", "must be a SHA-256: 64 hexadecimal digits");
            return;
        }

        Require(!string.IsNullOrEmpty(key.Key), $"{path}:Key", "is required, or KeyHash");
        Require(key.Key!.All(c => c is > ' ' and < '\x7f'), $"{path}:Key", "must be visible ASCII without spaces");
    }

    private static void CheckSpool(SpoolOptions spool, TimeSpan answerWithin)
    {
        Require(spool.Directory is not { } directory || !string.IsNullOrWhiteSpace(directory), "Spool:Directory", "is empty");
        RequireBetween(spool.Deadline, TimeSpan.FromMilliseconds(10), TimeSpan.FromMinutes(1), "Spool:Deadline");
        RequireBetween(spool.MaxAge, TimeSpan.FromSeconds(1), TimeSpan.FromDays(365), "Spool:MaxAge");
        Require(spool.SegmentBytes is >= 4096 and <= 1 << 30, "Spool:SegmentBytes", "must be from 4096 to 1073741824");
        Require(spool.MaxBytes >= spool.SegmentBytes && spool.MaxBytes / spool.SegmentBytes <= 1024,
            "Spool:MaxBytes", "must be from 1 to 1024 times Spool:SegmentBytes");
        Require(!spool.Enabled || spool.Deadline + SpoolOptions.LeastDiskTime <= answerWithin, "Spool:Deadline", string.Create(
            CultureInfo.InvariantCulture,
            $"is {spool.Deadline:c}; must be at least {SpoolOptions.LeastDiskTime:c} less than AnswerWithin, which is {answerWithin:c}"));
    }

    private static void CheckCluster(ClusterOptions cluster)
    {
        Require(!string.IsNullOrWhiteSpace(cluster.ClusterId), "Cluster:ClusterId", "is empty");
        Require(!string.IsNullOrWhiteSpace(cluster.ServiceId), "Cluster:ServiceId", "is empty");
        Require(cluster.SiloPort is >= 1 and <= 65535, "Cluster:SiloPort", "must be from 1 to 65535");
        Require(cluster.GatewayPort is >= 1 and <= 65535, "Cluster:GatewayPort", "must be from 1 to 65535");
        Require(cluster.GatewayPort != cluster.SiloPort, "Cluster:GatewayPort", "is the same as Cluster:SiloPort");
        Require(cluster.AdvertisedAddress is not { } address || IPAddress.TryParse(address, out _),
            "Cluster:AdvertisedAddress", "must be an IP address");
    }

    private static void CheckLimits(LimitOptions limits, int maxBodyBytes)
    {
        Require(limits.MaxConnections is >= 10 and <= 1_000_000, "Limits:MaxConnections", "must be from 10 to 1000000");
        Require(limits.MaxConcurrentCallbacks is >= 1 and <= 1_000_000, "Limits:MaxConcurrentCallbacks", "must be from 1 to 1000000");
        Require(limits.MaxBodyBytesInFlight >= maxBodyBytes && limits.MaxBodyBytesInFlight <= 64L << 30,
            "Limits:MaxBodyBytesInFlight", $"must be from MaxBodyBytes, {maxBodyBytes}, to {64L << 30}");
        Require(limits.MaxQueuedAppends is >= 1 and <= 10_000_000, "Limits:MaxQueuedAppends", "must be from 1 to 10000000");
        Require(limits.MaxActiveGroups is >= 100 and <= 100_000_000, "Limits:MaxActiveGroups", "must be from 100 to 100000000");
        Require(limits.MaxConcurrentAdminRequests is >= 1 and <= 100_000,
            "Limits:MaxConcurrentAdminRequests", "must be from 1 to 100000");
        Require(limits.MaxFollowers is >= 1 and <= 100_000, "Limits:MaxFollowers", "must be from 1 to 100000");
        Require(limits.MaxConcurrentImports is >= 1 and <= 1_000, "Limits:MaxConcurrentImports", "must be from 1 to 1000");
        RequireBetween(limits.BodyWithin, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), "Limits:BodyWithin");
    }

    private static void CheckSubscriptions(SubscriptionOptions subscriptions)
    {
        RequireBetween(subscriptions.Timeout, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(2), "Subscriptions:Timeout");
        RequireBetween(subscriptions.AlertAfter, TimeSpan.FromSeconds(1), TimeSpan.FromDays(7), "Subscriptions:AlertAfter");
        Require(subscriptions.MaxConcurrency is >= 1 and <= 1_000, "Subscriptions:MaxConcurrency", "must be from 1 to 1000");
        Require(subscriptions.RetryDelays.Count <= 30, "Subscriptions:RetryDelays", "has more than 30 times");
        for (var i = 0; i < subscriptions.RetryDelays.Count; i++)
        {
            RequireBetween(
                subscriptions.RetryDelays[i], TimeSpan.FromMilliseconds(10), TimeSpan.FromDays(7), $"Subscriptions:RetryDelays:{i}");
        }
    }

    private static void CheckTelemetry(TelemetryOptions telemetry)
    {
        CheckNetworks(telemetry.MetricsNetworks, "Telemetry:MetricsNetworks");
        for (var i = 0; i < telemetry.Meters.Count; i++)
        {
            Require(!string.IsNullOrWhiteSpace(telemetry.Meters[i]), $"Telemetry:Meters:{i}", "is empty");
        }

        Require(telemetry.OtlpEndpoint is not { } endpoint
            || (Uri.TryCreate(endpoint, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"),
            "Telemetry:OtlpEndpoint", "must be an address as http://collector:4317");
        Require(telemetry.TraceRatio is >= 0 and <= 1, "Telemetry:TraceRatio", "must be from 0 to 1");
    }

    private static void RequireBetween(TimeSpan value, TimeSpan least, TimeSpan most, string path) =>
        Require(value >= least && value <= most, path, string.Create(
            CultureInfo.InvariantCulture, $"is {value:c}; must be from {least:c} to {most:c}"));

    private static void Require(bool holds, string path, string fault)
    {
        if (!holds)
        {
            throw new ConfigurationFaultException($"{GroupExitOptions.Section}:{path} {fault}");
        }
    }
}
