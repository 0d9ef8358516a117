namespace GroupExitGrains.Membership;

/// <summary>What the entries of a callback share.</summary>
internal static class FactsOf
{
    public static CallbackFacts Callback(Callback callback, EntryHash requestDigest)
    {
        var (fingerprint, window) = FingerprintOf.Callback(callback);
        var change = callback.Change;
        return new CallbackFacts
        {
            CallbackId = callback.Id,
            Group = callback.Group,
            Change = change.Kind,
            Command = callback.Command,
            OperationId = callback.OperationId,
            ReceivedAt = callback.ReceivedAt,
            OccurredAt = change.OccurredAt,
            OperatorId = change.OperatorId,
            OperatorBasis = change.OperatorBasis,
            Reason = change.Reason,
            ClientIp = callback.ClientIp,
            ClientPlatform = callback.ClientPlatform,
            GroupType = change.GroupType,
            Untracked = change.Untracked,
            ListsAllMembers = change.ListsAllMembers,
            OldOwnerId = change.OldOwnerId,
            OwnersSwapRoles = change.OwnersSwapRoles,
            Fingerprint = fingerprint,
            Window = window,
            RequestDigest = requestDigest,
        };
    }
}
