using GroupExitGrains.Membership;
using GroupExitGrains.Vendors;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Webhooks;

/// <summary>
/// Puts what was refused through again, as the settings are now. Whoever asks for it vouches for the sender: the secret, the
/// network, the signature and its time are not looked at, and could not be, since none of them is kept. What the request
/// says must hold as for any other: its shape, its ids, the app it names, and that it names one command.
/// </summary>
internal sealed partial class RejectionReplayer(
    IGroups groups,
    IJournal journal,
    IRejections rejections,
    WebhookSources sources,
    TimeProvider time,
    ILogger<RejectionReplayer> logger)
{
    private static readonly TimeSpan RecordWithin = TimeSpan.FromSeconds(30);

    /// <summary>Says what replaying would do, as far as that can be told without doing it.</summary>
    public async Task<ReplayOutcome> PreviewAsync(Rejection rejection, CancellationToken cancellationToken) =>
        await FindAsync(rejection.Id, cancellationToken) ?? Read(rejection) switch
        {
            ReadResult.Recognised => new ReplayOutcome(ReplayOutcome.Recordable),
            var result => OutcomeOf(result),
        };

    /// <summary>Replays, and notes on the rejection what came of it. The id and the time of receipt stay what they were.</summary>
    /// <param name="rejection">The rejection, with its body.</param>
    /// <param name="by">Who asks.</param>
    /// <param name="cancellationToken">Ends the look for an earlier replay; what has begun is carried through.</param>
    /// <exception cref="JournalUnavailableException">What came of it could not be noted.</exception>
    public async Task<ReplayOutcome> ReplayAsync(Rejection rejection, string by, CancellationToken cancellationToken)
    {
        var outcome = await FindAsync(rejection.Id, cancellationToken) ?? Read(rejection) switch
        {
            ReadResult.Recognised recognised => await RecordAsync(recognised.Callback),
            var result => OutcomeOf(result),
        };
        var replay = new RejectionReplay(time.GetUtcNow().WholeMilliseconds(), by, outcome.Word, outcome.Cause);
        try
        {
            await rejections.NoteReplayAsync(rejection.Id, replay, CancellationToken.None);
        }
        catch (JournalUnavailableException fault) when (outcome.Word == ReplayOutcome.Unavailable)
        {
            // That is what the asker is told anyway.
            LogNotNoted(fault, rejection.Id);
        }

        return outcome;
    }

    // A callback that the journal has was put through before, whatever stands on the rejection: a process may have died between.
    private async Task<ReplayOutcome?> FindAsync(CallbackId id, CancellationToken cancellationToken) =>
        await journal.FindCallbackAsync(id, cancellationToken) is { } stored ? ReplayOutcome.Of(stored.State, stored.DuplicateOf) : null;

    private ReadResult Read(Rejection rejection)
    {
        if (!sources.TryFind(rejection.Source, out var source))
        {
            return Refused("unknown-source", "the source is no longer configured");
        }

        // The command in the path is kept only where it is plainly one. Without it the other one would pass for agreed upon.
        if (rejection is { Cause: "command-mismatch", Command: null })
        {
            return Refused(rejection.Cause, rejection.Detail);
        }

        var request = WebhookRequest.FromRaw(
            rejection.Source, rejection.Id, rejection.ReceivedAt, rejection.Command, rejection.Request);
        return source.Vendor.Read(request, source.Settings with { Tokens = [] });
    }

    private static ReadResult.Refused Refused(string cause, string detail) => new(RefusalKind.Malformed, cause, detail, Command: null);

    private static ReplayOutcome OutcomeOf(ReadResult result) => result switch
    {
        ReadResult.Refused refused => new ReplayOutcome(ReplayOutcome.Refused, refused.Cause, refused.Detail),
        ReadResult.Ignored ignored => new ReplayOutcome(ReplayOutcome.Ignored, ignored.Reason),
        _ => throw new InvalidOperationException($"{result.GetType()} is no result of reading a callback."),
    };

    private async Task<ReplayOutcome> RecordAsync(Callback callback)
    {
        using var deadline = new CancellationTokenSource(RecordWithin, time);
        try
        {
            var receipt = await groups.RecordAsync(callback, deadline.Token).WaitAsync(deadline.Token);
            return ReplayOutcome.Of(receipt.State, receipt.DuplicateOf);
        }
        catch (Exception fault) when (fault is JournalUnavailableException || deadline.IsCancellationRequested)
        {
            LogUnavailable(fault, callback.Id);
            return new ReplayOutcome(ReplayOutcome.Unavailable);
        }
    }

    [LoggerMessage(130, LogLevel.Warning, "Rejection {Id} could not be replayed: storage is unavailable")]
    private partial void LogUnavailable(Exception fault, CallbackId id);

    [LoggerMessage(131, LogLevel.Warning, "That rejection {Id} could not be replayed could not be noted either")]
    private partial void LogNotNoted(Exception fault, CallbackId id);
}
