using GroupExitGrains.Silo;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Cluster.Tests.Hosts;

/// <summary>A wrong setting stops the program with one line that names it.</summary>
public sealed class SettingsTests
{
    [Theory]
    [InlineData("--role=grain", "role is 'grain'; must be silo or gateway")]
    [InlineData("--role=1", "role is '1'; must be silo or gateway")]
    [InlineData("--role=gateway", "GroupExit:Storage:Provider must be Postgres for a gateway: it finds its silos there")]
    [InlineData("--GroupExit:Cluster:SiloPort=0", "GroupExit:Cluster:SiloPort must be from 1 to 65535")]
    [InlineData("--GroupExit:Cluster:GatewayPort=70000", "GroupExit:Cluster:GatewayPort must be from 1 to 65535")]
    [InlineData("--GroupExit:Cluster:GatewayPort=11111", "GroupExit:Cluster:GatewayPort is the same as Cluster:SiloPort")]
    [InlineData("--GroupExit:Cluster:AdvertisedAddress=silo-1", "GroupExit:Cluster:AdvertisedAddress must be an IP address")]
    [InlineData("--GroupExit:Cluster:ClusterId= ", "GroupExit:Cluster:ClusterId is empty")]
    [InlineData("--GroupExit:Cluster:ServiceId= ", "GroupExit:Cluster:ServiceId is empty")]
    [InlineData("--GroupExit:Cluster:SiloProt=1", "GroupExit:Cluster:SiloProt is not a setting; did you mean SiloPort?")]
    public void Build_WithAWrongSetting_NamesIt(string argument, string line)
    {
        var directory = Directory.CreateTempSubdirectory("groupexit-settings-");
        try
        {
            Should.Throw<ConfigurationFaultException>(() => SiloApp.Build([argument], directory.FullName))
                .Message.ShouldBe(line);
        }
        finally
        {
            directory.Delete(recursive: true);
        }
    }
}
