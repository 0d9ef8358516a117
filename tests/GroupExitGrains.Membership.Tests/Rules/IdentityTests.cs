namespace GroupExitGrains.Membership.Tests.Rules;

public sealed class IdentityTests
{
    private readonly GroupBook _book = new();

    public static TheoryData<string> WellFormed =>
    [
        "a", "@TGS#2J4SZEAEL", "a/b c", "群", "😀", "%2F", ".", "..", " ", "\u00A0", "\uFFFD", new string('x', 256),
        string.Concat(Enumerable.Repeat("群", 85)), string.Concat(Enumerable.Repeat("😀", 64)),
    ];

    public static TheoryData<string> Malformed =>
    [
        "", "\0", "a\nb", "\u001F", "\u007F", "\u0085", "\u009F", new string('x', 257),
        string.Concat(Enumerable.Repeat("群", 86)), string.Concat(Enumerable.Repeat("😀", 64)) + "x",
        "\uD83D", "\uDE00", "a\uD83Db", "\uDE00\uD83D",
    ];

    [Theory]
    [MemberData(nameof(WellFormed), DisableDiscoveryEnumeration = true)]
    public void Fault_WellFormedId_IsNull(string id) => VendorId.Fault(id).ShouldBeNull();

    [Theory]
    [MemberData(nameof(Malformed), DisableDiscoveryEnumeration = true)]
    public void Fault_MalformedId_SaysWhatIsWrong(string id) => VendorId.Fault(id).ShouldNotBeNullOrEmpty();

    [Fact]
    public void UsersThatDifferInCaseOrForm_AreDifferentUsers()
    {
        _book.Take(Tell.Joined("ann", "Ann", "e\u0301", "\u00E9"));

        _book.Take(Tell.Quit("ann").Heard(1));

        _book.Members.ShouldBe(["Ann", "e\u0301", "\u00E9"]);
    }

    [Fact]
    public void UserListedTwice_CountsOnce()
    {
        var taken = _book.Take(Tell.Joined("ann", "bob", "ann"));

        taken.Told.ShouldBe(["joined ann applied", "joined bob applied"]);
        _book.Summary.Joined.ShouldBe(2);
    }

    [Fact]
    public void UserListedTwice_HasTheHighestRoleGiven()
    {
        var since = Tell.Time(-60);
        var change = Tell.Created(
            Tell.User("ann", GroupRole.Owner, since), Tell.User("bob"), Tell.User("ann", GroupRole.Member),
            Tell.User("bob", GroupRole.Admin)).Change;

        change.Users.ShouldBe([Tell.User("ann", GroupRole.Owner, since), Tell.User("bob", GroupRole.Admin)]);
    }

    [Fact]
    public void ManyUsersListedTwice_CountOnce()
    {
        var users = Enumerable.Range(0, 5000).Select(number => $"user{number % 3000}").ToArray();

        Tell.Kicked(users).Change.Users.Select(user => user.UserId).ShouldBe(users.Take(3000));
    }
}
