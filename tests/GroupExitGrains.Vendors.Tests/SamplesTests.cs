using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors.Tests;

/// <summary>What the vendors' documents show, as requests.</summary>
public sealed class SamplesTests
{
    private static readonly SourceSettings s_app = new() { SdkAppId = "1400000000" };

    [Theory]
    [InlineData("openim-create", ChangeKind.Created, "G002", "user1:Owner user2:Admin user3:Member", OperatorBasis.Unknown)]
    [InlineData("openim-join", ChangeKind.Joined, "G001", "user900", OperatorBasis.Unknown)]
    [InlineData("openim-quit", ChangeKind.Quit, "G001", "user123", OperatorBasis.Self)]
    [InlineData("openim-kick", ChangeKind.Kicked, "G001", "user123 user456", OperatorBasis.Unknown)]
    [InlineData("openim-dismiss", ChangeKind.Dismissed, "G001", "user456 user789", OperatorBasis.Unknown)]
    [InlineData("openim-dismiss-second", ChangeKind.Dismissed, "G001", "", OperatorBasis.Unknown)]
    [InlineData("tencent-create", ChangeKind.Created, "@TGS#2J4SZEAEL", "bob peter leckie:Owner", OperatorBasis.Reported)]
    [InlineData("tencent-join", ChangeKind.Joined, "@TGS#2J4SZEAEL", "jared tommy", OperatorBasis.Reported)]
    [InlineData("tencent-quit", ChangeKind.Quit, "@TGS#2J4SZEAEL", "jared", OperatorBasis.Self)]
    [InlineData("tencent-kicked", ChangeKind.Kicked, "@TGS#2J4SZEAEL", "jared tommy", OperatorBasis.Reported)]
    [InlineData("tencent-destroyed", ChangeKind.Dismissed, "@TGS#2J4SZEAEL", "leckie peter bob", OperatorBasis.Unknown)]
    public void Read_Sample_IsTheChangeItTells(
        string sample, ChangeKind kind, string groupId, string users, OperatorBasis operatorBasis)
    {
        var (vendor, request) = Given.Sample(sample);

        var callback = vendor.Read(request, s_app).Recognised();

        callback.Change.Kind.ShouldBe(kind);
        callback.Change.GroupId.ShouldBe(groupId);
        callback.Change.Names().ShouldBe(users);
        callback.Change.OperatorBasis.ShouldBe(operatorBasis);
        callback.Id.ShouldBe(Given.Id);
        callback.Source.ShouldBe(request.Source);
        callback.ReceivedAt.ShouldBe(Given.Now);
    }

    [Fact]
    public void Read_OpenImKick_KeepsReasonAndOperationIdAndRequest()
    {
        var (vendor, request) = Given.Sample("openim-kick");

        var callback = vendor.Read(request).Recognised();

        callback.Command.ShouldBe("callbackAfterKickGroupCommand");
        callback.OperationId.ShouldBe("1646445464565");
        callback.Change.Reason.ShouldBe("Violation of group rules");
        callback.Change.OperatorId.ShouldBeNull();
        callback.Change.OccurredAt.ShouldBeNull();
        callback.Request.Headers.ShouldBe([new("operationid", "1646445464565"), new("content-type", "application/json")]);
        callback.Request.Body.ShouldBe(request.Body);
    }

    [Fact]
    public void Read_OpenImQuit_ToleratesAQueryAndKeepsIt()
    {
        var (vendor, request) = Given.Sample("openim-quit");

        var callback = vendor.Read(request).Recognised();

        callback.Request.Query.ShouldBe("contenttype=json");
        callback.Change.OperatorId.ShouldBeNull();
    }

    [Fact]
    public void Read_TencentQuit_KeepsTimeOperatorAndClient()
    {
        var (vendor, request) = Given.Sample("tencent-quit");

        var callback = vendor.Read(request, s_app).Recognised();

        callback.Change.OccurredAt.ShouldBe(DateTimeOffset.FromUnixTimeMilliseconds(1670574414123));
        callback.Change.OperatorId.ShouldBe("jared");
        callback.Change.GroupType.ShouldBe("Public");
        callback.ClientIp.ShouldBe("203.0.113.7");
        callback.ClientPlatform.ShouldBe("iOS");
        callback.OperationId.ShouldBeNull();
    }

    [Fact]
    public void Read_TencentKick_NamesTheKicker()
    {
        var (vendor, request) = Given.Sample("tencent-kicked");

        var change = vendor.Read(request, s_app).Recognised().Change;

        change.OperatorId.ShouldBe("leckie");
        change.OccurredAt.ShouldBeNull();
        change.Reason.ShouldBeNull();
    }

    [Fact]
    public void Read_TencentCreate_ListsAllMembersAndTheOwner()
    {
        var (vendor, request) = Given.Sample("tencent-create");

        var change = vendor.Read(request, s_app).Recognised().Change;

        change.ListsAllMembers.ShouldBeTrue();
        change.OperatorId.ShouldBe("group_root");
    }
}
