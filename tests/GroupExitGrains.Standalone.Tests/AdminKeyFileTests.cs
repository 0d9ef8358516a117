using GroupExitGrains.Standalone.Tests.Hosting;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Standalone.Tests;

public sealed class AdminKeyFileTests
{
    [Fact]
    public void ReadOrCreate_FirstTime_MakesAKeyForItsOwnersEyes()
    {
        using var directory = new WorkingDirectory();

        var made = AdminKeyFile.ReadOrCreate(directory.In("data"));

        made.IsNew.ShouldBeTrue();
        made.Key.Length.ShouldBeGreaterThan(40);
        File.ReadAllText(made.Path).Trim().ShouldBe(made.Key);
        if (!OperatingSystem.IsWindows())
        {
            File.GetUnixFileMode(made.Path).ShouldBe(UnixFileMode.UserRead | UnixFileMode.UserWrite);
        }

        Directory.GetFiles(directory.In("data")).ShouldBe([made.Path]);
    }

    [Fact]
    public void ReadOrCreate_SecondTime_ReadsTheSameKey()
    {
        using var directory = new WorkingDirectory();
        var made = AdminKeyFile.ReadOrCreate(directory.In("data"));

        var read = AdminKeyFile.ReadOrCreate(directory.In("data"));

        read.ShouldBe(made with { IsNew = false });
    }

    [Fact]
    public async Task ReadOrCreate_ManyAtOnce_AllHaveTheSameKeyAndOneMadeIt()
    {
        using var directory = new WorkingDirectory();

        var files = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => AdminKeyFile.ReadOrCreate(directory.In("data")))));

        files.Select(file => file.Key).Distinct().Count().ShouldBe(1);
        files.Count(file => file.IsNew).ShouldBe(1);
    }

    [Theory]
    [InlineData("")]
    [InlineData("two words")]
    public void ReadOrCreate_FileHoldsNoKey_SaysSo(string text)
    {
        using var directory = new WorkingDirectory();
        File.WriteAllText(directory.In("admin-key"), text);

        Should.Throw<ConfigurationFaultException>(() => AdminKeyFile.ReadOrCreate(directory.Path))
            .Message.ShouldBe($"{directory.In("admin-key")} holds no key; delete it to have a new one made");
    }
}
