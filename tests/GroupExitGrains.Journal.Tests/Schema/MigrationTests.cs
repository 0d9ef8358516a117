using GroupExitGrains.Journal.Schema;

namespace GroupExitGrains.Journal.Tests.Schema;

public sealed class MigrationTests
{
    private static readonly Migration[] Three = [new(1, "0001_a", "a"), new(2, "0002_b", "b"), new(3, "0003_c", "c")];

    [Fact]
    public void ReadAll_Sqlite_StartsWithTheJournal()
    {
        var all = Migration.ReadAll("Sqlite");

        all[0].Number.ShouldBe(1);
        all[0].Name.ShouldBe("0001_journal");
        all[0].Sql.ShouldContain("CREATE TABLE entries");
    }

    [Fact]
    public void ReadAll_UnknownProvider_HasNone() => Migration.ReadAll("Nothing").ShouldBeEmpty();

    [Fact]
    public void After_SomeVersion_GivesThoseBehindIt()
    {
        Migration.After(Three, 0).ShouldBe(Three);
        Migration.After(Three, 2).ShouldBe([Three[2]]);
        Migration.After(Three, 3).ShouldBeEmpty();
    }

    [Fact]
    public void After_LaterVersionThanKnown_NamesBoth() =>
        Should.Throw<UnknownSchemaException>(() => Migration.After(Three, 4)).Message.ShouldContain("version 4");
}
