using GroupExitGrains.Web.Configuration;
using Microsoft.Extensions.Configuration;

namespace GroupExitGrains.Web.Tests.Configuration;

public sealed class SettingsSourcesTests : IDisposable
{
    private readonly string _directory = Directory.CreateTempSubdirectory("groupexit-settings-").FullName;

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    [Fact]
    public void AddGroupExitSettings_FileAndArguments_ArgumentsWin()
    {
        WriteFile("""{"GroupExit":{"MaxBodyBytes":2048,"DataDirectory":"elsewhere"},"Logging":{"LogLevel":{"Default":"Debug"}}}""");

        var options = Load("--GroupExit:MaxBodyBytes=4096").ReadGroupExitOptions();

        options.MaxBodyBytes.ShouldBe(4096);
        options.DataDirectory.ShouldBe("elsewhere");
    }

    [Fact]
    public void AddGroupExitSettings_ByteOrderMarkAndComments_AreFine()
    {
        WriteFile("\uFEFF// ours\n{\"GroupExit\":{\"MaxBodyBytes\":2048,}}");

        Load().ReadGroupExitOptions().MaxBodyBytes.ShouldBe(2048);
    }

    [Fact]
    public void AddGroupExitSettings_NoFile_IsFine() => Load().ReadGroupExitOptions().Sources.ShouldBeEmpty();

    [Theory]
    [InlineData("""{"GroupExit":{"MaxBodyBytes":}}""")]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("""{"GroupExit":{"DataDirectory":"a","dataDirectory":"b"}}""")]
    public void AddGroupExitSettings_FileUnreadable_SaysWhichFileInOneLine(string text)
    {
        WriteFile(text);

        var message = Should.Throw<ConfigurationFaultException>(() => Load()).Message;

        message.ShouldStartWith(Path.Combine(_directory, "groupexit.json") + " cannot be read: ");
        message.ShouldNotContain("\n");
    }

    [Fact]
    public void AddGroupExitSettings_SectionMisspelled_IsRefused()
    {
        WriteFile("""{"GroupExits":{"MaxBodyBytes":2048}}""");

        Should.Throw<ConfigurationFaultException>(() => Load())
            .Message.ShouldBe("GroupExits is not a setting; did you mean GroupExit?");
    }

    [Theory]
    [InlineData("--GroupExits:AllowInsecure=true", "--GroupExits:AllowInsecure is not a setting; did you mean --GroupExit?")]
    [InlineData("--GroupExit:AllowInsecure", "--GroupExit:AllowInsecure has no value")]
    [InlineData("serve", "argument 1 is not of the form --Name:Of:Setting=value")]
    public void AddGroupExitSettings_ArgumentWrong_IsRefused(string argument, string fault) =>
        Should.Throw<ConfigurationFaultException>(() => Load(argument)).Message.ShouldBe(fault);

    [Fact]
    public void AddGroupExitSettings_ArgumentInTwoWords_IsRead() =>
        Load("--GroupExit:MaxBodyBytes", "4096", "--urls", "http://127.0.0.1:0").ReadGroupExitOptions().MaxBodyBytes.ShouldBe(4096);

    private void WriteFile(string text) => File.WriteAllText(Path.Combine(_directory, GroupExitConfiguration.FileName), text);

    private ConfigurationManager Load(params string[] args)
    {
        var configuration = new ConfigurationManager();
        configuration.AddGroupExitSettings(_directory, args);
        return configuration;
    }
}
