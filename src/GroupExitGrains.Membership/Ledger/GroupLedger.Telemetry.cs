using System.Diagnostics;

namespace GroupExitGrains.Membership;

public sealed partial class GroupLedger
{
    private bool _isCounted;
    private int _countedMembers;

    private async Task<Receipt> RecordTracedAsync(Callback callback)
    {
        using var span = Tracing.Source.StartActivity("record");
        try
        {
            var receipt = await Record(callback);
            span?.SetTag("groupexit.outcome", OutcomeOf(receipt.State));
            return receipt;
        }
        catch (Exception exception)
        {
            span.Fail(exception);
            throw;
        }
    }

    /// <summary>Keeps the count of what is in memory up with the state; null if there is none any more. Called under the gate.</summary>
    private void CountInMemory(GroupState? state)
    {
        if (state is not null != _isCounted)
        {
            _isCounted = state is not null;
            LedgerMetrics.GroupsChanged(_isCounted ? 1 : -1);
        }

        var members = state?.MemberCount ?? 0;
        if (members != _countedMembers)
        {
            LedgerMetrics.MembersChanged(members - _countedMembers);
            _countedMembers = members;
        }
    }

    /// <summary>Submits a callback that has waited as a part of its own trace, not of that of whoever made the group ready.</summary>
    private Task<Receipt> SubmitWithin(Offer offer)
    {
        var current = Activity.Current;
        if (ReferenceEquals(current, offer.Span))
        {
            return Submit(offer);
        }

        Activity.Current = offer.Span;
        try
        {
            return Submit(offer);
        }
        finally
        {
            Activity.Current = current;
        }
    }

    private static string OutcomeOf(CallbackState state) => state switch
    {
        CallbackState.Recorded => "recorded",
        CallbackState.Duplicate => "duplicate",
        _ => "pending",
    };
}
