using System.Text.Json;

namespace GroupExitGrains.Web.Tests.Hosting;

/// <summary>What every answer has, whatever was asked for.</summary>
public sealed class CompositionTests
{
    [Fact]
    public async Task Get_AddressOfNothing_IsAProblemWithTheIdOfTheRequest()
    {
        await using var host = await WebHost.StartAsync();

        using var response = await host.Client.GetAsync("/nothing/here", TestContext.Current.CancellationToken);
        var text = await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(404);
        response.Content.Headers.ContentType?.MediaType.ShouldBe("application/problem+json");
        JsonElement.Parse(text).GetProperty("status").GetInt32().ShouldBe(404);
        response.Headers.GetValues("Request-Id").ShouldHaveSingleItem().ShouldNotBeEmpty();
        response.Headers.Contains("Server").ShouldBeFalse();
    }

    [Fact]
    public async Task Get_AdminApiWithoutAKey_Is401()
    {
        await using var host = await WebHost.StartAsync("Admin:Keys:0:Name=ops", "Admin:Keys:0:Key=k", "Admin:Keys:0:Role=admin");

        using var response = await host.Client.GetAsync("/api/v1/sources", TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(401);
    }
}
