using GroupExitGrains.Membership;
using GroupExitGrains.Web.Webhooks;

namespace GroupExitGrains.Web.Api;

/// <summary>Which rejections to put through again. All that is given must hold.</summary>
/// <param name="Cause">Refused for this. Required.</param>
/// <param name="Source">Of this source.</param>
/// <param name="From">Received at or after.</param>
/// <param name="To">Received before.</param>
/// <param name="Network">Sent from this network, as CIDR.</param>
/// <param name="DryRun">Only say what would come of it.</param>
/// <param name="Limit">The most to look at in this call, 1 to 1000; 100 if absent.</param>
/// <param name="Cursor">Continues: <c>next</c> of the answer before.</param>
internal sealed record ReplayRequest(
    string? Cause, string? Source, string? From, string? To, string? Network, bool? DryRun, int? Limit, string? Cursor);

/// <summary>What came of putting a rejection through again.</summary>
/// <param name="Id">The rejection; what is recorded has the same id as a callback.</param>
/// <param name="Source">Its source.</param>
/// <param name="Outcome"><c>recorded</c>, <c>duplicate</c>, <c>ignored</c> or <c>refused</c>; of a dry run <c>recordable</c>.</param>
/// <param name="Cause">Why it was refused or ignored.</param>
/// <param name="Detail">Which field is wrong and why.</param>
/// <param name="DuplicateOf">The callback that it repeats.</param>
/// <param name="RemoteIp">Who sent it.</param>
internal sealed record ReplayView(
    string Id, string Source, string Outcome, string? Cause, string? Detail, string? DuplicateOf, string? RemoteIp)
{
    public static ReplayView Of(Rejection rejection, ReplayOutcome outcome) => new(
        rejection.Id.ToString(),
        rejection.Source,
        outcome.Word,
        outcome.Cause,
        outcome.Detail,
        outcome.DuplicateOf?.ToString(),
        rejection.RemoteIp);
}

/// <summary>What came of putting many through again.</summary>
/// <param name="DryRun">Nothing was changed.</param>
/// <param name="Examined">How many were looked at.</param>
/// <param name="Skipped">How many of these were left out: recorded by an earlier replay, or sent from elsewhere.</param>
/// <param name="Outcomes">How many had which outcome.</param>
/// <param name="Items">Each, oldest first.</param>
/// <param name="Next">Continues, as <c>cursor</c> of the same request; absent when all were looked at.</param>
internal sealed record ReplaysView(
    bool DryRun, int Examined, int Skipped, IReadOnlyDictionary<string, int> Outcomes, IReadOnlyList<ReplayView> Items, string? Next);
