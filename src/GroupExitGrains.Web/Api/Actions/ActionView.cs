using System.Text.Json;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Web.Api;

/// <summary>Something that was changed over the API or from the command line.</summary>
/// <param name="Sequence">Its number in the history of actions.</param>
/// <param name="Id">Names the action: what began and how it ended have the same.</param>
/// <param name="At">When.</param>
/// <param name="What">What, in a word.</param>
/// <param name="Outcome"><c>begun</c>, <c>done</c>, or how it ended.</param>
/// <param name="Actor">Who.</param>
/// <param name="Target">To what.</param>
/// <param name="Details">What else there is to say.</param>
/// <param name="PreviousHash">The hash that it continues.</param>
/// <param name="Hash">SHA-256 over the previous hash and this action.</param>
internal sealed record ActionView(
    long Sequence,
    string Id,
    DateTimeOffset At,
    string What,
    string Outcome,
    ActorView Actor,
    string? Target,
    JsonElement Details,
    string PreviousHash,
    string Hash)
{
    public static ActionView Of(AdminAction action)
    {
        var draft = action.Draft;
        return new ActionView(
            action.Sequence,
            draft.Id.ToString(),
            draft.At,
            draft.What,
            draft.Outcome,
            new ActorView(draft.Actor.Name, draft.Actor.Door, draft.Actor.KeyId, draft.Actor.Address),
            draft.Target,
            JsonElement.Parse(draft.Details),
            action.PreviousHash.ToString(),
            action.Hash.ToString());
    }
}

/// <summary>Who changed something.</summary>
/// <param name="Name">The name of the key, or of the user of the operating system.</param>
/// <param name="Door">How they came in.</param>
/// <param name="KeyId">The id of the key; absent for keys in the settings and for the command line.</param>
/// <param name="Address">Where the request came from.</param>
internal sealed record ActorView(string Name, AdminDoor Door, string? KeyId, string? Address);
