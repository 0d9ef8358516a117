using FsCheck;
using FsCheck.Fluent;
using GroupExitGrains.Fuzz;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests;

/// <summary>What holds of every command's body however its structure was changed.</summary>
public sealed class MutatedBodiesTests
{
    [Fact]
    public void Read_AnyMutation_GivesAResultAndTheSameChangeFromWhatIsKept() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(5_000),
        Prop.ForAll(Mutated().ToArbitrary(), mutated =>
        {
            var (vendor, request) = RequestOf(mutated.Seed, mutated.Body);
            var result = vendor.Read(request);
            vendor.Fail(request, 400, "cause", "detail").IsEmpty.ShouldBeFalse();
            if (result is not ReadResult.Recognised { Callback: var callback })
            {
                return;
            }

            var kept = RawRequestCodec.Decode(RawRequestCodec.Encode(callback.Request));
            var again = vendor.Read(request with { Query = kept.Query, Body = kept.Body }).Recognised();
            var change = GroupChangeCodec.Encode(callback.Change);
            GroupChangeCodec.Encode(again.Change).ShouldBe(change);
            GroupChangeCodec.Encode(GroupChangeCodec.Decode(change)).ShouldBe(change);
            VendorId.Fault(callback.Change.GroupId).ShouldBeNull();
            callback.Change.Users.ShouldAllBe(user => VendorId.Fault(user.UserId) == null);
        }));

    [Fact]
    public void Read_EverySeed_IsRecognisedOrOfACommandWithoutUse()
    {
        foreach (var seed in Seeds.All)
        {
            var (vendor, request) = RequestOf(seed, seed.BodyFor(new Random(1)));
            vendor.Read(request).ShouldNotBeOfType<ReadResult.Refused>(seed.Command);
        }
    }

    private static Gen<(Seed Seed, byte[] Body)> Mutated() =>
        from seed in Gen.Elements(Seeds.All.ToArray())
        from number in Gen.Choose(0, int.MaxValue - 1)
        let random = new Random(number)
        select (seed, BodyMutator.Mutate(seed.BodyFor(random), random));

    private static (IVendor Vendor, WebhookRequest Request) RequestOf(Seed seed, byte[] body) => seed.IsOpenIm
        ? (KnownVendors.OpenIm, Given.OpenIm(seed.Command, body))
        : (KnownVendors.TencentIm, Given.Tencent(body, seed.Target.Split('?')[1]));
}
