using System.Text;

namespace GroupExitGrains.Vendors.Tests;

/// <summary>Bodies that no vendor sends, and that must get a clear answer.</summary>
public sealed class HostileBodiesTests
{
    private const string Command = "callbackAfterKickGroupCommand";
    private const string Kick = """{"groupID":"g","kickedUserIDs":["u"]}""";

    [Theory]
    [InlineData("", "the body is empty")]
    [InlineData("   ", "not well-formed")]
    [InlineData("hello", "not well-formed")]
    [InlineData("[]", "expected an object, found an array")]
    [InlineData("\"text\"", "expected an object, found a string")]
    [InlineData("null", "expected an object, found null")]
    [InlineData("7", "expected an object, found a number")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("""{"groupID":"g","kickedUserIDs":["u" """, "not well-formed")]
    [InlineData("""{"groupID":"g","kickedUserIDs":["u"]""", "not well-formed")]
    [InlineData("""{"groupID":"g","kickedUserIDs":["u"]}}""", "line 1, byte 38")]
    [InlineData("""{"groupID":"g","kickedUserIDs":["u"]}{}""", "not well-formed")]
    [InlineData("""{"groupID":"g","kickedUserIDs":["u"],}""", "not well-formed")]
    [InlineData("""{"groupID":"g","kickedUserIDs":["u",]}""", "not well-formed")]
    [InlineData("{\"groupID\":\"g\", // the group\n\"kickedUserIDs\":[\"u\"]}", "not well-formed")]
    [InlineData("{\"groupID\":\"g\",\n\"x\":}", "line 2, byte 5")]
    [InlineData("{\"groupID\":\"a\0b\"}", "not well-formed")]
    [InlineData("{\"groupID\":\"g\",\"x\":[{\"y\":01}]}", "not well-formed")]
    [InlineData("{\"groupID\":\"g\",\"x\":\"\\q\"}", "not well-formed")]
    [InlineData("groupID=g&kickedUserIDs=u", "not well-formed")]
    public void Read_NotAnObjectInJson_SaysWhere(string body, string detail)
    {
        KnownVendors.OpenIm.Read(Given.OpenIm(Command, body)).Malformed("not-json").Detail.ShouldContain(detail);
        KnownVendors.TencentIm.Read(Given.Tencent(body)).Malformed("not-json").Detail.ShouldContain(detail);
    }

    [Fact]
    public void Read_CutOffAnywhere_IsRefused()
    {
        var whole = Encoding.UTF8.GetBytes(Kick);

        for (var length = 0; length < whole.Length; length++)
        {
            KnownVendors.OpenIm.Read(Given.OpenIm(Command, whole[..length])).Malformed("not-json").Command.ShouldBe(Command);
        }
    }

    [Fact]
    public void Read_ByteOrderMark_IsTolerated() =>
        KnownVendors.OpenIm.Read(Given.OpenIm(Command, [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(Kick)])).Recognised()
            .Change.GroupId.ShouldBe("g");

    [Fact]
    public void Read_OnlyAByteOrderMark_IsEmpty() => KnownVendors.OpenIm
        .Read(Given.OpenIm(Command, [0xEF, 0xBB, 0xBF])).Malformed("not-json").Detail.ShouldBe("the body is empty");

    [Theory]
    [InlineData(new byte[] { 0xFF }, 12)]
    [InlineData(new byte[] { 0xC3 }, 12)]
    [InlineData(new byte[] { (byte)'a', 0xC0, 0x80 }, 13)]
    [InlineData(new byte[] { 0xED, 0xA0, 0x80 }, 12)]
    public void Read_NotUtf8_SaysAtWhichByte(byte[] bytes, int position)
    {
        var body = (byte[])[.. "{\"groupID\":\""u8, .. bytes, .. "\",\"kickedUserIDs\":[\"u\"]}"u8];

        KnownVendors.OpenIm.Read(Given.OpenIm(Command, body)).Malformed("not-json").Detail
            .ShouldBe($"byte {position} is not UTF-8");
    }

    [Theory]
    [InlineData("[")]
    [InlineData("{\"a\":")]
    public void Read_AMillionNestedBrackets_IsRefused(string bracket)
    {
        var nest = string.Concat(Enumerable.Repeat(bracket, 1_000_000));

        KnownVendors.OpenIm.Read(Given.OpenIm(Command, nest)).Malformed("not-json");
        KnownVendors.TencentIm.Read(Given.Tencent($$"""{"x":{{nest}}""")).Malformed("not-json")
            .Detail.ShouldContain("nested deeper than 64 levels");
    }

    [Fact]
    public void Read_AHundredThousandUsers_AreReadOnce()
    {
        var ids = Enumerable.Range(0, 100_000).Select(i => $"user{i}").ToArray();
        var listed = string.Join(',', ids.Concat(ids).Select(id => $"\"{id}\""));
        var accounts = string.Join(',', ids.Concat(ids).Select(id => $$"""{"Member_Account":"{{id}}"}"""));

        var dismissed = KnownVendors.OpenIm.Read(Given.OpenIm(
            "callbackAfterDisMissGroupCommand", $$"""{"groupID":"g","membersID":[{{listed}}]}""")).Recognised();
        var destroyed = KnownVendors.TencentIm.Read(Given.Tencent(
            $$"""{"CallbackCommand":"Group.CallbackAfterGroupDestroyed","GroupId":"g","MemberList":[{{accounts}}]}""")).Recognised();

        dismissed.Change.Users.Select(user => user.UserId).ShouldBe(ids);
        destroyed.Change.Users.Select(user => user.UserId).ShouldBe(ids);
    }

    [Fact]
    public void Read_WrongIdAmongAHundredThousand_IsNamed()
    {
        var ids = string.Join(',', Enumerable.Range(0, 99_999).Select(i => $"\"user{i}\""));

        KnownVendors.OpenIm.Read(Given.OpenIm(Command, $$"""{"groupID":"g","kickedUserIDs":[{{ids}},""]}"""))
            .Malformed("malformed-id").Detail.ShouldBe("kickedUserIDs[99999]: is empty");
    }

    [Fact]
    public void Read_ManyUnknownFields_ArePassedOverToABound()
    {
        KnownVendors.OpenIm.Read(Given.OpenIm(Command, WithFields(1_000))).Recognised();
        KnownVendors.OpenIm.Read(Given.OpenIm(Command, WithFields(100_000))).Malformed("too-many-fields");

        static string WithFields(int count) => "{" + string.Concat(Enumerable.Range(0, count).Select(i => $"\"x{i}\":{i},"))
            + Kick[1..];
    }

    [Fact]
    public void Read_IdOfAMegabyte_IsRefusedWithoutBeingRepeated() => KnownVendors.OpenIm
        .Read(Given.OpenIm(Command, $$"""{"groupID":"{{new string('g', 1_000_000)}}","kickedUserIDs":["u"]}"""))
        .Malformed("malformed-id").Detail.ShouldBe("groupID: is longer than 256 bytes");

    [Fact]
    public void Read_UnknownFieldThatIsNotJson_IsRefused() => KnownVendors.OpenIm
        .Read(Given.OpenIm(Command, """{"groupID":"g","kickedUserIDs":["u"],"ex":{"a":tru}}""")).Malformed("not-json");

    [Fact]
    public void Read_HalfASurrogatePairInAFieldWithoutUse_IsNoConcern() => KnownVendors.OpenIm
        .Read(Given.OpenIm(Command, """{"groupID":"g","ex":"\ud800","kickedUserIDs":["u"],"nick\udc00":{}}""")).Recognised();
}
