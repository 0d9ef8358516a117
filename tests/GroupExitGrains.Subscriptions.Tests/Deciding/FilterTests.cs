using GroupExitGrains.Membership;

namespace GroupExitGrains.Subscriptions.Tests.Deciding;

public sealed class FilterTests
{
    [Theory]
    [InlineData("", "", "", "", true)]
    [InlineData("openim,tencent", "", "", "", true)]
    [InlineData("tencent", "", "", "", false)]
    [InlineData("OpenIM", "", "", "", false)]
    [InlineData("", "Quit,Kicked", "", "", true)]
    [InlineData("", "Kicked", "", "", false)]
    [InlineData("", "", "VIP-", "", true)]
    [InlineData("", "", "vip-", "", false)]
    [InlineData("", "", "VIP-1234", "", false)]
    [InlineData("", "", "", "admin", true)]
    [InlineData("", "", "", "Admin", false)]
    [InlineData("openim", "Quit", "VIP-", "admin", true)]
    [InlineData("openim", "Quit", "VIP-", "other", false)]
    public void Admits_WhatEveryCriterionAdmits(string sources, string kinds, string prefix, string operatorId, bool admits)
    {
        var filter = new SubscriptionFilter
        {
            Sources = sources.Split(',', StringSplitOptions.RemoveEmptyEntries),
            Kinds = [.. kinds.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(Enum.Parse<EntryKind>)],
            GroupPrefix = prefix,
            OperatorId = operatorId,
        };
        var audit = Entries.Quit(1, "VIP-1", 1);

        filter.Admits(audit with { Facts = audit.Facts with { OperatorId = "admin" } }).ShouldBe(admits);
    }

    [Fact]
    public void Admits_NobodyActed_IsNoOperator() =>
        new SubscriptionFilter { OperatorId = "admin" }.Admits(Entries.Quit(1, "G", 1)).ShouldBeFalse();
}
