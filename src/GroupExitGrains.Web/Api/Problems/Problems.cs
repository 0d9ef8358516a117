using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Api;

/// <summary>Every cause that an error answer of the admin API can have.</summary>
internal static class Problems
{
    public static readonly ProblemKind MalformedPath = new("malformed-path", 400, "The path is not properly encoded");
    public static readonly ProblemKind MalformedId = new("malformed-id", 400, "The id is malformed");
    public static readonly ProblemKind UnknownParameter = new("unknown-parameter", 400, "The query has an unknown parameter");
    public static readonly ProblemKind RepeatedParameter = new("repeated-parameter", 400, "A parameter is given twice");
    public static readonly ProblemKind InvalidParameter = new("invalid-parameter", 400, "A parameter has no usable value");
    public static readonly ProblemKind MissingParameter = new("missing-parameter", 400, "A parameter is missing");
    public static readonly ProblemKind ConflictingParameters = new("conflicting-parameters", 400, "Parameters contradict each other");
    public static readonly ProblemKind InvalidCursor = new("invalid-cursor", 400, "The cursor does not belong to this list");
    public static readonly ProblemKind InvalidImport = new("invalid-import", 400, "The list of members cannot be read");
    public static readonly ProblemKind InvalidBody = new("invalid-body", 400, "The body cannot be read");
    public static readonly ProblemKind AsOfInFuture = new("as-of-in-future", 400, "A list cannot be of a time to come");
    public static readonly ProblemKind BadRequest = new("bad-request", 400, "The request cannot be read");
    public static readonly ProblemKind KeyMissing = new("key-missing", 401, "A key is needed");
    public static readonly ProblemKind KeyUnknown = new("key-unknown", 401, "The key is not accepted");
    public static readonly ProblemKind KeyExpired = new("key-expired", 401, "The key has expired");
    public static readonly ProblemKind RoleInsufficient = new("role-insufficient", 403, "The key's role does not allow this");
    public static readonly ProblemKind SourceOutOfScope = new("source-out-of-scope", 403, "The key is limited to other sources");
    public static readonly ProblemKind UnknownRoute = new("unknown-route", 404, "There is nothing at this address");
    public static readonly ProblemKind UnknownSource = new("unknown-source", 404, "The source is not known");
    public static readonly ProblemKind UnknownGroup = new("unknown-group", 404, "The group has never been heard of");
    public static readonly ProblemKind UnknownUser = new("unknown-user", 404, "The user has never been heard of");
    public static readonly ProblemKind NotAMember = new("not-a-member", 404, "The user is not known as a member");
    public static readonly ProblemKind UnknownCallback = new("unknown-callback", 404, "The callback is not known");
    public static readonly ProblemKind UnknownRejection = new("unknown-rejection", 404, "The rejection is not known");
    public static readonly ProblemKind UnknownKey = new("unknown-key", 404, "The key is not known");
    public static readonly ProblemKind UnknownSubscription = new("unknown-subscription", 404, "The subscription is not known");
    public static readonly ProblemKind UnknownEvent = new("unknown-event", 404, "There is no such event");
    public static readonly ProblemKind TooManySubscriptions = new("too-many-subscriptions", 409, "There are too many subscriptions");
    public static readonly ProblemKind SubscriptionBusy = new("subscription-busy", 409, "The subscription is being changed");
    public static readonly ProblemKind NotReached = new("not-reached", 409, "The subscription has not come that far");
    public static readonly ProblemKind MethodNotAllowed = new("method-not-allowed", 405, "The method is not allowed here");
    public static readonly ProblemKind ContentTooLarge = new("content-too-large", 413, "The body is too large");
    public static readonly ProblemKind TooManyMembers = new("too-many-members", 413, "The list has too many members");
    public static readonly ProblemKind UnsupportedMediaType = new("unsupported-media-type", 415, "The body's type is not supported");
    public static readonly ProblemKind TooManyAttempts = new("too-many-attempts", 429, "Too many wrong keys came from this address");
    public static readonly ProblemKind InternalError = new("internal-error", 500, "The request failed here");
    public static readonly ProblemKind JournalDamaged = new("journal-damaged", 500, "What is stored cannot be read back");
    public static readonly ProblemKind Overloaded = new("overloaded", 503, "There is too much under way");
    public static readonly ProblemKind JournalUnavailable = new("journal-unavailable", 503, "The journal cannot be reached");

    public static readonly ProblemKind GroupWaits = new("group-waits", 503, "Callbacks of the group wait in the spool");

    /// <summary>The cause for a status that the framework gave without a body.</summary>
    public static ProblemKind OfStatus(int status) => status switch
    {
        StatusCodes.Status404NotFound => UnknownRoute,
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed,
        StatusCodes.Status413PayloadTooLarge => ContentTooLarge,
        StatusCodes.Status415UnsupportedMediaType => UnsupportedMediaType,
        >= 500 => InternalError with { Status = status },
        _ => BadRequest with { Status = status },
    };
}
