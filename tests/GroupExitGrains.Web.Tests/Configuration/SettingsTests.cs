using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace GroupExitGrains.Web.Tests.Configuration;

public sealed class SettingsTests
{
    [Fact]
    public void Read_NothingConfigured_HasDefaults()
    {
        var options = Read();

        options.Sources.ShouldBeEmpty();
        options.Storage.Provider.ShouldBe(StorageProvider.Sqlite);
        options.MaxBodyBytes.ShouldBe(8 * 1024 * 1024);
        options.AnswerWithin.ShouldBe(TimeSpan.FromSeconds(1.5));
        options.Spool.Enabled.ShouldBeTrue();
        options.Spool.Deadline.ShouldBe(TimeSpan.FromMilliseconds(500));
        options.Duplicates.EventTime.ShouldBe(TimeSpan.FromHours(24));
        options.Duplicates.OperationId.ShouldBe(TimeSpan.FromMinutes(10));
        options.Duplicates.Body.ShouldBe(TimeSpan.FromSeconds(10));
        options.AllowInsecure.ShouldBeFalse();
    }

    [Fact]
    public void Read_EverythingConfigured_IsBound()
    {
        var options = Read(
            "Sources:openim:Vendor=OpenIM",
            "Sources:openim:PathSecret=s1",
            "Sources:openim:PathSecrets:0=s2",
            "Sources:tx:Vendor=tencentim",
            "Sources:tx:SdkAppId=1400000000",
            "Sources:tx:Token=t1",
            "Sources:tx:Tokens:0=t2",
            "Sources:tx:ClockSkew=00:01:00",
            "Sources:tx:AllowedNetworks:0=10.0.0.0/8",
            "Storage:Provider=Postgres",
            "Storage:ConnectionString=Host=localhost",
            "Admin:Keys:0:Name=ops",
            "Admin:Keys:0:Key=k",
            "Admin:Keys:0:Role=operator",
            "Admin:Keys:0:Sources:0=openim",
            "Admin:Keys:0:ExpiresAt=2027-01-01T01:00:00+01:00",
            "Admin:FailedAttemptsPerMinute=5",
            "Proxies:0=10.1.0.0/16",
            "Rejections:MaxAge=7.00:00:00",
            "Rejections:MaxCount=20",
            "Rejections:MaxBytes=2097152",
            "Duplicates:Body=00:00:20",
            "allowinsecure=true",
            "MaxBodyBytes=4096");

        options.Sources["openim"].AllPathSecrets.ShouldBe(["s1", "s2"]);
        var tencent = options.Sources["tx"];
        tencent.Vendor.ShouldBe(VendorKind.TencentIM);
        tencent.SdkAppId.ShouldBe("1400000000");
        tencent.AllTokens.ShouldBe(["t1", "t2"]);
        tencent.ClockSkew.ShouldBe(TimeSpan.FromMinutes(1));
        tencent.AllowedNetworks.ShouldBe(["10.0.0.0/8"]);
        options.Storage.Provider.ShouldBe(StorageProvider.Postgres);
        options.Storage.ConnectionString.ShouldBe("Host=localhost");
        options.Admin.Keys.ShouldHaveSingleItem().Role.ShouldBe(AdminRole.Operator);
        options.Admin.Keys[0].Sources.ShouldBe(["openim"]);
        options.Admin.Keys[0].ExpiresAt.ShouldBe(new DateTimeOffset(2027, 1, 1, 0, 0, 0, TimeSpan.Zero));
        options.Admin.FailedAttemptsPerMinute.ShouldBe(5);
        options.Proxies.ShouldBe(["10.1.0.0/16"]);
        options.Rejections.MaxAge.ShouldBe(TimeSpan.FromDays(7));
        options.Rejections.MaxCount.ShouldBe(20);
        options.Rejections.MaxBytes.ShouldBe(2 << 20);
        options.Duplicates.Body.ShouldBe(TimeSpan.FromSeconds(20));
        options.AllowInsecure.ShouldBeTrue();
        options.MaxBodyBytes.ShouldBe(4096);
    }

    [Theory]
    [InlineData("Sources:openim:Vender=OpenIM", "GroupExit:Sources:openim:Vender is not a setting; did you mean Vendor?")]
    [InlineData("Source:openim:Vendor=OpenIM", "GroupExit:Source is not a setting; did you mean Sources?")]
    [InlineData("Colour=red", "GroupExit:Colour is not a setting")]
    [InlineData("Admin:Keys:first:Name=x", "GroupExit:Admin:Keys:first is not a setting; items of a list are numbered from 0")]
    [InlineData("Admin:Keys:0:Rôle=admin", "GroupExit:Admin:Keys:0:Rôle is not a setting; did you mean Role?")]
    [InlineData("Sources:openim=OpenIM", "GroupExit:Sources:openim is a section, not a single value")]
    [InlineData("Admin:Keys=secret", "GroupExit:Admin:Keys is a list, not a single value")]
    [InlineData("AllowInsecure:Really=true", "GroupExit:AllowInsecure is a single value, not a section or list")]
    [InlineData("AllowInsecure=yes", "GroupExit:AllowInsecure is 'yes'; must be true or false")]
    [InlineData("MaxBodyBytes=8MB", "GroupExit:MaxBodyBytes is '8MB'; must be a whole number")]
    [InlineData("MaxBodyBytes=1", "GroupExit:MaxBodyBytes must be from 1024 to 268435456")]
    [InlineData("Spool:Enabled=perhaps", "GroupExit:Spool:Enabled is 'perhaps'; must be true or false")]
    [InlineData("Spool:Directory= ", "GroupExit:Spool:Directory is empty")]
    [InlineData("Spool:Deadline=00:00:00", "GroupExit:Spool:Deadline is 00:00:00; must be from 00:00:00.0100000 to 00:01:00")]
    [InlineData("Spool:MaxAge=00:00:00", "GroupExit:Spool:MaxAge is 00:00:00; must be from 00:00:01 to 365.00:00:00")]
    [InlineData("Spool:SegmentBytes=1", "GroupExit:Spool:SegmentBytes must be from 4096 to 1073741824")]
    [InlineData("Spool:MaxBytes=4096", "GroupExit:Spool:MaxBytes must be from 1 to 1024 times Spool:SegmentBytes")]
    [InlineData("Spool:Deadline=00:00:01.4", "GroupExit:Spool:Deadline is 00:00:01.4000000; must be at least 00:00:00.2500000 less than AnswerWithin, which is 00:00:01.5000000")]
    [InlineData("AnswerWithin=5", "GroupExit:AnswerWithin is '5'; must be a time as hh:mm:ss")]
    [InlineData("AnswerWithin=00:10:00", "GroupExit:AnswerWithin is 00:10:00; must be from 00:00:00.1000000 to 00:01:00")]
    [InlineData("Storage:Provider=MySql", "GroupExit:Storage:Provider is 'MySql'; must be Sqlite or Postgres")]
    [InlineData("Storage:Provider=1", "GroupExit:Storage:Provider is '1'; must be Sqlite or Postgres")]
    [InlineData("Storage:Provider=Postgres", "GroupExit:Storage:ConnectionString is required for Postgres")]
    [InlineData("Sources:openim:PathSecret=x", "GroupExit:Sources:openim:Vendor is required: OpenIM or TencentIM")]
    [InlineData("Sources:a b:Vendor=OpenIM", "GroupExit:Sources:a b is not a name of a source: 1 to 64 letters, digits, '-', '_' or '.'")]
    [InlineData("Duplicates:EventTime=-01:00:00", "GroupExit:Duplicates:EventTime is -01:00:00; must be from 00:00:00 to 30.00:00:00")]
    [InlineData("Duplicates:EventTime=31.00:00:00", "GroupExit:Duplicates:EventTime is 31.00:00:00; must be from 00:00:00 to 30.00:00:00")]
    [InlineData("Admin:Keys:0:Key=k", "GroupExit:Admin:Keys:0:Name is required")]
    [InlineData("Proxies:0=everyone", "GroupExit:Proxies:0 is 'everyone'; must be a network as 10.0.0.0/8 or 2001:db8::/32")]
    [InlineData("Rejections:MaxAge=00:00:01", "GroupExit:Rejections:MaxAge is 00:00:01; must be from 00:01:00 to 3650.00:00:00")]
    [InlineData("Rejections:MaxCount=0", "GroupExit:Rejections:MaxCount must be from 1 to 10000000")]
    [InlineData("Rejections:MaxBytes=1000", "GroupExit:Rejections:MaxBytes must be from 1048576 to 1099511627776")]
    [InlineData("Admin:FailedAttemptsPerMinute=0", "GroupExit:Admin:FailedAttemptsPerMinute must be from 1 to 1000000")]
    [InlineData("Admin:MaxImportBytes=1000", "GroupExit:Admin:MaxImportBytes must be from 1024 to 1073741824")]
    [InlineData("Admin:MaxImportMembers=0", "GroupExit:Admin:MaxImportMembers must be from 1 to 10000000")]
    [InlineData("Limits:MaxConnections=9", "GroupExit:Limits:MaxConnections must be from 10 to 1000000")]
    [InlineData("Limits:MaxConcurrentCallbacks=0", "GroupExit:Limits:MaxConcurrentCallbacks must be from 1 to 1000000")]
    [InlineData("Limits:MaxBodyBytesInFlight=8388607", "GroupExit:Limits:MaxBodyBytesInFlight must be from MaxBodyBytes, 8388608, to 68719476736")]
    [InlineData("Limits:MaxActiveGroups=99", "GroupExit:Limits:MaxActiveGroups must be from 100 to 100000000")]
    [InlineData("Limits:MaxQueuedAppends=0", "GroupExit:Limits:MaxQueuedAppends must be from 1 to 10000000")]
    [InlineData("Limits:MaxConcurrentAdminRequests=-1", "GroupExit:Limits:MaxConcurrentAdminRequests must be from 1 to 100000")]
    [InlineData("Limits:MaxConcurrentImports=0", "GroupExit:Limits:MaxConcurrentImports must be from 1 to 1000")]
    [InlineData("Limits:BodyWithin=00:00:00.5", "GroupExit:Limits:BodyWithin is 00:00:00.5000000; must be from 00:00:01 to 00:10:00")]
    [InlineData("Limits:BodyWithin=00:00:00", "GroupExit:Limits:BodyWithin is 00:00:00; must be from 00:00:01 to 00:10:00")]
    [InlineData("Telemetry:TraceRatio=1.5", "GroupExit:Telemetry:TraceRatio must be from 0 to 1")]
    [InlineData("Telemetry:TraceRatio=NaN", "GroupExit:Telemetry:TraceRatio must be from 0 to 1")]
    [InlineData("Telemetry:TraceRatio=few", "GroupExit:Telemetry:TraceRatio is 'few'; must be a number")]
    [InlineData("Telemetry:OtlpEndpoint=collector:4317", "GroupExit:Telemetry:OtlpEndpoint must be an address as http://collector:4317")]
    [InlineData("Telemetry:OtlpEndpoint= ", "GroupExit:Telemetry:OtlpEndpoint must be an address as http://collector:4317")]
    [InlineData("Telemetry:OtlpProtocol=http", "GroupExit:Telemetry:OtlpProtocol is 'http'; must be Grpc or HttpProtobuf")]
    [InlineData("Telemetry:MetricsNetworks:0=here", "GroupExit:Telemetry:MetricsNetworks:0 is 'here'; must be a network as 10.0.0.0/8 or 2001:db8::/32")]
    [InlineData("Telemetry:Meters:0= ", "GroupExit:Telemetry:Meters:0 is empty")]
    [InlineData("Telemetry:Metric=false", "GroupExit:Telemetry:Metric is not a setting; did you mean Metrics?")]
    [InlineData("Limits:MaxConections=100", "GroupExit:Limits:MaxConections is not a setting; did you mean MaxConnections?")]
    public void Read_OneWrongSetting_SaysWhichAndWhy(string setting, string fault) =>
        Should.Throw<ConfigurationFaultException>(() => Read(setting)).Message.ShouldBe(fault);

    [Theory]
    [InlineData("PathSecret=", "PathSecret is empty or has control characters")]
    [InlineData("PathSecrets:0= ", "PathSecrets:0 is empty or has control characters")]
    [InlineData("Token=t", "Token is for TencentIM only")]
    [InlineData("SdkAppId=1", "SdkAppId is for TencentIM only")]
    [InlineData("AllowedNetworks:0=10.0.0.0/33", "AllowedNetworks:0 is '10.0.0.0/33'; must be a network as 10.0.0.0/8 or 2001:db8::/32")]
    [InlineData("HasPathSecret=true", "HasPathSecret is not a setting; did you mean PathSecret?")]
    [InlineData("ClockSkew=00:00:00", "ClockSkew is 00:00:00; must be from 00:00:01 to 1.00:00:00")]
    public void Read_WrongSettingOfASource_SaysWhichAndWhy(string setting, string fault) =>
        Should.Throw<ConfigurationFaultException>(() => Read("Sources:openim:Vendor=OpenIM", $"Sources:openim:{setting}"))
            .Message.ShouldBe($"GroupExit:Sources:openim:{fault}");

    [Theory]
    [InlineData("Name=a", "Key=k2", "Name is 'a' like that of another key")]
    [InlineData("Name=b", "Key=k1", "Key is the same as another key")]
    [InlineData("Name=b", "Key=with space", "Key must be visible ASCII without spaces")]
    [InlineData("Name=b", "Key=", "Key is required, or KeyHash")]
    [InlineData("Name=b", "KeyHash=abc", "KeyHash must be a SHA-256: 64 hexadecimal digits")]
    [InlineData("Name=b", "KeyHash=1FC86E4F0DD2F1B2CBC8A9AB66F84A1EBC59F4D0AEB51D2F9DA8CBD5A4C1A9C1z", "KeyHash must be a SHA-256: 64 hexadecimal digits")]
    [InlineData("Name=b", "Sources:0=a b", "Sources:0 is not a name of a source: 1 to 64 letters, digits, '-', '_' or '.'", "Key=k2")]
    [InlineData("Name=b", "ExpiresAt=2027-01-01", "ExpiresAt is '2027-01-01'; must be a time as 2026-11-22T13:00:00Z", "Key=k2")]
    [InlineData("Name=b", "ExpiresAt=2027-01-01T00:00:00", "ExpiresAt is '2027-01-01T00:00:00'; must be a time as 2026-11-22T13:00:00Z", "Key=k2")]
    [InlineData("Name=b", "KeyHash=", "KeyHash is given beside Key; one of them says all", "Key=k2")]
    public void Read_SecondKeyWrong_SaysWhyWithoutTheKey(string name, string key, string fault, string more = "Sources:0=openim") =>
        Should.Throw<ConfigurationFaultException>(() => Read(
                "Admin:Keys:0:Name=a", "Admin:Keys:0:Key=k1", "Admin:Keys:0:Role=admin",
                $"Admin:Keys:1:{name}", $"Admin:Keys:1:{key}", $"Admin:Keys:1:{more}", "Admin:Keys:1:Role=reader"))
            .Message.ShouldBe($"GroupExit:Admin:Keys:1:{fault}");

    [Fact]
    public void Read_SourceSpelledInTwoWays_IsRefused()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("GroupExit:Sources:openim:Vendor", "OpenIM")])
            .AddInMemoryCollection([new("GroupExit:Sources:OPENIM:PathSecret", "s")])
            .Build();

        Should.Throw<ConfigurationFaultException>(configuration.ReadGroupExitOptions)
            .Message.ShouldBe("GroupExit:Sources:openim is also spelled OPENIM");
    }

    [Fact]
    public void AddDefaultSources_NoneConfigured_AddsBothVendors()
    {
        var options = Read();
        options.AddDefaultSources();

        options.Sources["openim"].Vendor.ShouldBe(VendorKind.OpenIM);
        options.Sources["tencent"].Vendor.ShouldBe(VendorKind.TencentIM);
        options.Sources.Values.ShouldAllBe(source => source.IsOpen);
    }

    [Fact]
    public void AddDefaultSources_OneConfigured_AddsNone()
    {
        var options = Read("Sources:mine:Vendor=OpenIM");
        options.AddDefaultSources();

        options.Sources.Keys.ShouldBe(["mine"]);
    }

    private static GroupExitOptions Read(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .Select(pair => KeyValuePair.Create<string, string?>($"GroupExit:{pair[0]}", pair[1])))
        .Build()
        .ReadGroupExitOptions();
}
