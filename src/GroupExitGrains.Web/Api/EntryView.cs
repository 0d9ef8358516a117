using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>An entry of the audit history.</summary>
/// <param name="Position">Its place in the one order over all groups.</param>
/// <param name="Source">The source that reported it.</param>
/// <param name="GroupId">The group.</param>
/// <param name="Sequence">Its number in the group's history, from 1 without a gap.</param>
/// <param name="Kind">What happened.</param>
/// <param name="UserId">To whom; absent for the group itself.</param>
/// <param name="OperatorId">Who acted, if known.</param>
/// <param name="OperatorBasis">How the operator is known.</param>
/// <param name="Reason">Why, in the operator's words.</param>
/// <param name="Role">The role given, if one was.</param>
/// <param name="WasMember">True if the user was known as a member; else absent, which says nothing.</param>
/// <param name="Since">Imports only: when the membership began, as the importer says.</param>
/// <param name="Effect">What it changed.</param>
/// <param name="OccurredAt">When, by the vendor's clock.</param>
/// <param name="ReceivedAt">When the callback was received.</param>
/// <param name="CallbackId">The callback that reported it.</param>
/// <param name="Command">The callback's command.</param>
/// <param name="OperationId">The vendor's operation id.</param>
/// <param name="Client">The client that acted, as far as the vendor says.</param>
/// <param name="PreviousHash">The hash that it continues.</param>
/// <param name="Hash">SHA-256 over the previous hash and this entry.</param>
internal sealed record EntryView(
    long Position,
    string Source,
    string GroupId,
    long Sequence,
    EntryKind Kind,
    string? UserId,
    string? OperatorId,
    OperatorBasis OperatorBasis,
    string? Reason,
    GroupRole? Role,
    bool? WasMember,
    DateTimeOffset? Since,
    EntryEffect Effect,
    DateTimeOffset? OccurredAt,
    DateTimeOffset ReceivedAt,
    string CallbackId,
    string Command,
    string? OperationId,
    ClientView? Client,
    string PreviousHash,
    string Hash)
{
    public static EntryView Of(AuditEntry audit)
    {
        var (entry, facts) = (audit.Entry, audit.Facts);
        return new EntryView(
            audit.Position,
            facts.Group.Source,
            facts.Group.GroupId,
            entry.Sequence,
            entry.Kind,
            entry.UserId,
            facts.OperatorId,
            facts.OperatorBasis,
            facts.Reason,
            entry.Role == GroupRole.Unknown ? null : entry.Role,
            entry.WasMember ? true : null,
            entry.Since,
            entry.Effect,
            facts.OccurredAt,
            facts.ReceivedAt,
            facts.CallbackId.ToString(),
            facts.Command,
            facts.OperationId,
            facts.ClientIp is null && facts.ClientPlatform is null ? null : new ClientView(facts.ClientIp, facts.ClientPlatform),
            audit.PreviousHash.ToString(),
            entry.Hash.ToString());
    }
}

/// <summary>The client that acted.</summary>
/// <param name="Ip">Its address.</param>
/// <param name="Platform">Its platform, as the vendor spells it.</param>
internal sealed record ClientView(string? Ip, string? Platform);
