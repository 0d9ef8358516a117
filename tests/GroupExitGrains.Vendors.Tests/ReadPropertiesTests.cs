using FsCheck;
using FsCheck.Fluent;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests;

/// <summary>What holds of every body, whatever it is.</summary>
public sealed class ReadPropertiesTests
{
    private static readonly string[] s_samples =
    [
        "openim-create", "openim-join", "openim-quit", "openim-kick", "openim-dismiss", "openim-dismiss-second",
        "tencent-create", "tencent-join", "tencent-quit", "tencent-kicked", "tencent-destroyed",
    ];

    // What turns well-formed JSON into something else, or into something that only looks like it.
    private static readonly byte[][] s_splinters =
    [
        [], [0], [0xFF], [0xED, 0xA0, 0x80], "\""u8.ToArray(), "\\"u8.ToArray(), "\\ud800"u8.ToArray(), "\\u0000"u8.ToArray(),
        "{"u8.ToArray(), "}"u8.ToArray(), "["u8.ToArray(), "]"u8.ToArray(), ","u8.ToArray(), ":"u8.ToArray(), "null"u8.ToArray(),
        "-1"u8.ToArray(), "1e999"u8.ToArray(), "\"groupID\":\"h\","u8.ToArray(), "\"\\ud800\":1,"u8.ToArray(), "//"u8.ToArray(),
    ];

    [Fact]
    public void Read_AnyBytes_GiveAResult() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<byte[]>(), bytes =>
        {
            KnownVendors.OpenIm.Read(Given.OpenIm("callbackAfterKickGroupCommand", bytes)).ShouldNotBeNull();
            KnownVendors.TencentIm.Read(Given.Tencent(bytes)).ShouldNotBeNull();
        }));

    [Fact]
    public void Read_AnyQueryAndHeaders_GiveAResult() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(1_000),
        Prop.ForAll(ArbMap.Default.ArbFor<string>(), text =>
        {
            var (vendor, request) = Given.Sample("tencent-quit");
            vendor.Read(request with { Query = text }).ShouldNotBeNull();
            (vendor, request) = Given.Sample("openim-quit");
            vendor.Read(request with { Query = text, OperationId = text, CommandFromPath = text }).ShouldNotBeNull();
            vendor.Fail(request with { CommandFromPath = text }, 400, "cause", text ?? "").IsEmpty.ShouldBeFalse();
        }));

    [Fact]
    public void Read_BrokenSamples_GiveAResultThatKeepsTheRules() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5_000),
        Prop.ForAll(Broken().ToArbitrary(), broken =>
        {
            var (vendor, request) = Given.Sample(broken.Sample);
            if (vendor.Read(request with { Body = broken.Body }) is ReadResult.Recognised { Callback.Change: var change })
            {
                VendorId.Fault(change.GroupId).ShouldBeNull();
                change.Users.ShouldAllBe(user => VendorId.Fault(user.UserId) == null);
                change.Users.Select(user => user.UserId).ShouldBeUnique();
                change.Reason?.ShouldNotContain('\0');
            }
        }));

    [Fact]
    public void Read_Recognised_ReadsTheSameFromWhatWasKept() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5_000),
        Prop.ForAll(Broken().ToArbitrary(), broken =>
        {
            var (vendor, request) = Given.Sample(broken.Sample);
            if (vendor.Read(request with { Body = broken.Body }) is ReadResult.Recognised { Callback: var callback })
            {
                var kept = RawRequestCodec.Decode(RawRequestCodec.Encode(callback.Request));
                var again = vendor.Read(request with { Query = kept.Query, Body = kept.Body }).Recognised();

                GroupChangeCodec.Encode(again.Change).ShouldBe(GroupChangeCodec.Encode(callback.Change));
                again.Command.ShouldBe(callback.Command);
            }
        }));

    [Fact]
    public void Read_AnyUsers_AreReadEachOnceInOrder() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(500),
        Prop.ForAll(Ids().ToArbitrary(), ids =>
        {
            var list = System.Text.Json.JsonSerializer.Serialize(ids);
            var body = $$"""{"groupID":"g","kickedUserIDs":{{list}}}""";

            KnownVendors.OpenIm.Read(Given.OpenIm("callbackAfterKickGroupCommand", body)).Recognised()
                .Change.Users.Select(user => user.UserId).ShouldBe(ids.Distinct());
        }));

    // Few different ids, so that lists of every length repeat some.
    private static Gen<string[]> Ids() => Gen.Choose(0, 40).Select(i => i % 3 == 0 ? $"\u7fa4<{i}>" : $"user{i}").ArrayOf();

    private static Gen<(string Sample, byte[] Body)> Broken() =>
        from sample in Gen.Elements(s_samples)
        let whole = Given.Sample(sample).Request.Body.ToArray()
        from at in Gen.Choose(0, whole.Length)
        from removed in Gen.Choose(0, Math.Min(4, whole.Length - at))
        from splinter in Gen.Elements(s_splinters)
        select (sample, (byte[])[.. whole[..at], .. splinter, .. whole[(at + removed)..]]);
}
