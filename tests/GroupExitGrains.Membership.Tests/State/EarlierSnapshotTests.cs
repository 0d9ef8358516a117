namespace GroupExitGrains.Membership.Tests.State;

/// <summary>
/// A snapshot of a release that marked leavers with a number of their own: ann, bob and 群é joined, cid and bob quit, dan was
/// kicked, and cid was said to have quit again, at 0, 1, 2, 3 and 4 s.
/// </summary>
public sealed class EarlierSnapshotTests
{
    private const string Stored =
        "Gh/eis0jvDiNoSH6F2YSd2awg4wPW3aA4FDMqj+jU+wBDl3BBdpDiegdURizls85ZwVB3jFzjaD96qft"
        + "T3csV3mlAAEAAP///////////wH///////////8B////////////AQAAAAAAAAAAAAAAAAAAAACAqKiU"
        + "lWcGBgIAAMDmqJSVZwgBnKlFCgByN4/A3q/lQAcrsZKuhx7NOKcz5yF23Hxl04CoqJSVZwEBnKlFCgB5"
        + "n47Rn6FMmiEQk2B8cpvMi6uDu/Q+xUuUzKDHqJSVZwEBnKlFCgBwzaDubSrsxbwawCurvGADI9osh8+w"
        + "2qNgqMDmqJSVZwEBnKlFCgB7L74C8Y++c/YbKdpJu7Mjpm9a/nPQQRW7g/DWqJSVZwEBCgZhbm4VAICo"
        + "qJSVZ////////////wEABmJvYhgAoMeolJVnCgIK576kw6kVAICoqJSVZ////////////wEABmNpZBgA"
        + "wOaolJVnDgQGZGFuGADw1qiUlWcMBgYGYm9ioMeolJVnBmRhbvDWqJSVZwZjaWTA5qiUlWc=";

    private static readonly LedgerOptions s_options = new();

    [Fact]
    public void Snapshot_IsTakenAsItWasMeant()
    {
        var state = Decoded(Convert.FromBase64String(Stored));

        (state.MemberCount, state.Joined, state.Exits).ShouldBe((2, 3, new ExitCounts(Quit: 3, Kicked: 1, Dismissed: 0, Left: 0)));
        state.Users.Members().Select(member => (member.UserId, member.State.Since)).ShouldBe([("ann", At(0)), ("群é", At(0))]);
        state.Users.Leavers().Select(leaver => (leaver.User.UserId, leaver.Clock))
            .ShouldBe([("bob", At(2)), ("dan", At(3)), ("cid", At(4))]);
        state["dan"].Last!.Value.ReceivedAt.ShouldBe(At(3));
    }

    [Fact]
    public void Snapshot_WrittenAgain_IsOfAnotherVersion_WhichTheEarlierReleaseLeavesAlone() =>
        GroupStateCodec.Encode(Decoded(Convert.FromBase64String(Stored)))[EntryHash.Size].ShouldBe((byte)2);

    [Fact]
    public void Snapshot_WrittenAgain_IsTheSame()
    {
        var state = Decoded(Convert.FromBase64String(Stored));

        Decoded(GroupStateCodec.Encode(state)).DifferenceFrom(state).ShouldBeNull();
    }

    private static GroupState Decoded(byte[] snapshot) =>
        GroupStateCodec.Decode(snapshot, Tell.Group, s_options).ShouldNotBeNull();

    private static long At(double seconds) => Tell.Time(seconds).ToUnixTimeMilliseconds();
}
