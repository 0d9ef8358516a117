using System.Net;
using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Tests.Webhooks;

public sealed class AllowedNetworksTests
{
    [Theory]
    [InlineData("10.1.2.3", true)]
    [InlineData("::ffff:10.1.2.3", true)]
    [InlineData("11.1.2.3", false)]
    [InlineData("2001:db8::7", true)]
    [InlineData("2001:db9::7", false)]
    public void Admit_TwoNetworks_OnlyTheirAddresses(string address, bool admitted) =>
        new AllowedNetworks(["10.0.0.0/8", "2001:db8::/32"]).Admit(IPAddress.Parse(address)).ShouldBe(admitted);

    [Fact]
    public void Admit_NoNetworks_Anyone() => new AllowedNetworks([]).Admit(IPAddress.Parse("192.0.2.1")).ShouldBeTrue();

    [Fact]
    public void Admit_AddressUnknown_NoOne() => new AllowedNetworks(["0.0.0.0/0"]).Admit(null).ShouldBeFalse();
}
