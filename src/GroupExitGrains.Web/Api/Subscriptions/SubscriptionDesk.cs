using System.Text.Json.Nodes;
using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Api;

/// <summary>Everything that people do with subscriptions, over the API or the console: checked, written down, done.</summary>
internal sealed class SubscriptionDesk(
    ISubscriptions subscriptions, IHistory history, SubscriptionTester tester, ActionLog actions, GroupExitOptions options, TimeProvider time)
{
    private const int Tries = 3;

    /// <summary>A subscription as it is shown.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public async Task<SubscriptionView> ShowAsync(string id, CancellationToken cancellationToken) =>
        await ViewAsync(await FindAsync(id, cancellationToken), await EndAsync(cancellationToken), cancellationToken);

    /// <summary>All of them.</summary>
    public async Task<IReadOnlyList<SubscriptionView>> ListAsync(CancellationToken cancellationToken)
    {
        var end = await EndAsync(cancellationToken);
        var views = new List<SubscriptionView>();
        foreach (var stored in await subscriptions.ListAsync(cancellationToken))
        {
            views.Add(await ViewAsync(stored, end, cancellationToken));
        }

        return views;
    }

    /// <summary>Makes a subscription. The answer has its secret.</summary>
    /// <exception cref="ProblemException">It would not work, or there are too many.</exception>
    public async Task<NewSecretView> AddAsync(HttpContext context, SubscriptionRequest asked)
    {
        var filter = (asked.Filter ?? new SubscriptionFilterView(null, null, null, null)).ToFilter();
        SubscriptionRules.Check(asked.Name, asked.Url, filter, options);
        var end = await EndAsync(context.RequestAborted);
        var cursor = SubscriptionRules.Start(asked.Start, end);
        if ((await subscriptions.MarksAsync(context.RequestAborted)).Count >= SubscriptionRules.Most)
        {
            throw Problems.TooManySubscriptions.Exception($"There are {SubscriptionRules.Most} subscriptions; remove one.");
        }

        var now = time.GetUtcNow();
        var made = new Subscription
        {
            Id = Guid.CreateVersion7(now).ToString("N"),
            Name = asked.Name!,
            Url = asked.Url!,
            Filter = filter,
            Mode = asked.Mode ?? DeliveryMode.Structured,
            Secrets = [WebhookSecret.New()],
            CreatedAt = now.WholeMilliseconds(),
            CreatedBy = context.Actor().Name,
        };
        await DoAsync(context, AdminActions.SubscriptionCreated, made.Id, Describe(made), async () =>
        {
            await subscriptions.AddAsync(made, cursor, CancellationToken.None);
            return true;
        });
        return SecretOf(made);
    }

    /// <summary>Changes what is asked for and leaves the rest.</summary>
    /// <exception cref="ProblemException">There is no such subscription, or it would not work.</exception>
    public async Task<SubscriptionView> PatchAsync(HttpContext context, string id, SubscriptionPatch asked)
    {
        var name = asked.Name;
        await ChangeAsync(context, AdminActions.SubscriptionChanged, id, was =>
        {
            var changed = was with
            {
                Name = name ?? was.Name,
                Url = asked.Url ?? was.Url,
                Filter = asked.Filter?.ToFilter() ?? was.Filter,
                Mode = asked.Mode ?? was.Mode,
            };
            SubscriptionRules.Check(changed.Name, changed.Url, changed.Filter, options);
            return changed;
        });
        return await ShowAsync(id, context.RequestAborted);
    }

    /// <summary>Forgets a subscription.</summary>
    /// <exception cref="ProblemException">There is none.</exception>
    public async Task RemoveAsync(HttpContext context, string id)
    {
        await FindAsync(id, context.RequestAborted);
        await DoAsync(
            context, AdminActions.SubscriptionRemoved, id, [], () => subscriptions.RemoveAsync(id, CancellationToken.None));
    }

    /// <summary>Stops delivering for now.</summary>
    /// <exception cref="ProblemException">There is no such subscription.</exception>
    public async Task<SubscriptionView> PauseAsync(HttpContext context, string id)
    {
        await ChangeAsync(context, AdminActions.SubscriptionPaused, id, was =>
            was with { State = SubscriptionState.Paused, StateReason = $"paused by {context.Actor().Name}" });
        return await ShowAsync(id, context.RequestAborted);
    }

    /// <summary>Delivers again, from where it was.</summary>
    /// <exception cref="ProblemException">There is no such subscription.</exception>
    public async Task<SubscriptionView> ResumeAsync(HttpContext context, string id)
    {
        await ChangeAsync(context, AdminActions.SubscriptionResumed, id, was =>
            was with { State = SubscriptionState.Active, StateReason = null });
        return await ShowAsync(id, context.RequestAborted);
    }

    /// <summary>Makes another secret; the old one signs on for a while.</summary>
    /// <exception cref="ProblemException">There is no such subscription.</exception>
    public async Task<NewSecretView> RotateAsync(HttpContext context, string id, int? keepOldHours)
    {
        var keep = SubscriptionRules.KeepOld(keepOldHours);
        var added = WebhookSecret.New();
        return SecretOf(await ChangeAsync(context, AdminActions.SubscriptionSecretRotated, id, was =>
        {
            var now = time.GetUtcNow();
            return was with { Secrets = WebhookSecret.Rotate(was.Secrets, added, now, (now + keep).WholeMilliseconds()) };
        }));
    }

    /// <summary>Sends an event that is about nothing.</summary>
    /// <exception cref="ProblemException">There is no such subscription.</exception>
    public async Task<TestView> TestAsync(HttpContext context, string id)
    {
        var stored = await FindAsync(id, context.RequestAborted);
        return await actions.DoAsync(context, AdminActions.SubscriptionTested, TargetOf(id), [], async () =>
        {
            var answer = await tester.SendAsync(stored.Subscription, context.RequestAborted);
            return new Ending<TestView>(TestView.Of(answer), answer.IsDelivered ? AdminActions.Done : "not-delivered", []);
        });
    }

    /// <summary>Delivers again what is asked for.</summary>
    /// <exception cref="ProblemException">There is nothing such.</exception>
    public async Task<RedeliveryView> RedeliverAsync(HttpContext context, string id, RedeliverRequest asked)
    {
        await FindAsync(id, context.RequestAborted);
        return asked switch
        {
            { Position: { } position, FailedSince: null, From: null } => await OneAsync(context, id, position),
            { Position: null, FailedSince: { } since, From: null } => await FailedAsync(context, id, ApiBody.Time(since, "failedSince")!.Value),
            { Position: null, FailedSince: null, From: { } from } => await FromAsync(context, id, from),
            _ => throw Problems.InvalidBody.Exception("one of position, failedSince and from says what to deliver again."),
        };
    }

    private async Task<RedeliveryView> OneAsync(HttpContext context, string id, long position)
    {
        var page = position < 1 ? null
            : await history.PageAsync(new AuditQuery { Ascending = true, After = position - 1, Limit = 1 }, context.RequestAborted);
        if (page?.Items is not [var audit] || audit.Position != position)
        {
            throw Problems.UnknownEvent.Exception($"The journal has no entry at position {position}.");
        }

        var now = time.GetUtcNow().WholeMilliseconds();
        var letter = new DeadLetter(
            position, EventId.Of(audit), audit.Facts.Group, audit.Entry.Sequence, audit.Entry.Kind, now, 0, now, null, null);
        await DoAsync(
            context,
            AdminActions.SubscriptionRedelivery,
            id,
            new JsonObject { ["position"] = position },
            () => subscriptions.RedeliverAsync(id, letter, CancellationToken.None));
        return new RedeliveryView(1);
    }

    private async Task<RedeliveryView> FailedAsync(HttpContext context, string id, DateTimeOffset since)
    {
        var count = 0;
        await DoAsync(
            context,
            AdminActions.SubscriptionRedelivery,
            id,
            new JsonObject { ["failedSince"] = $"{since.UtcDateTime:O}" },
            async () =>
            {
                count = await subscriptions.RetryAsync(id, since, time.GetUtcNow(), CancellationToken.None);
                return true;
            });
        return new RedeliveryView(count);
    }

    private async Task<RedeliveryView> FromAsync(HttpContext context, string id, long from)
    {
        if (from < 1)
        {
            throw Problems.InvalidBody.Exception($"from is {from}, not a position from 1.");
        }

        var done = await DoAsync(
            context,
            AdminActions.SubscriptionRedelivery,
            id,
            new JsonObject { ["from"] = from },
            () => subscriptions.RewindAsync(id, from, CancellationToken.None));
        return done
            ? new RedeliveryView(null)
            : throw Problems.NotReached.Exception($"The subscription has not come to position {from}; what is behind it is delivered anyway.");
    }

    private async Task<Subscription> ChangeAsync(HttpContext context, string what, string id, Func<Subscription, Subscription> change)
    {
        for (var i = 0; i < Tries; i++)
        {
            var was = (await FindAsync(id, context.RequestAborted)).Subscription;
            var changed = change(was);
            if (changed == was)
            {
                return was;
            }

            if (await DoAsync(context, what, id, Describe(changed), () => subscriptions.ChangeAsync(changed, CancellationToken.None)))
            {
                return changed;
            }
        }

        throw Problems.SubscriptionBusy.Exception("Others keep changing the subscription; ask again.");
    }

    private Task<bool> DoAsync(HttpContext context, string what, string id, JsonObject details, Func<Task<bool>> change) =>
        actions.DoAsync(context, what, TargetOf(id), details, async () =>
        {
            var done = await change();
            return new Ending<bool>(done, done ? AdminActions.Done : "refused", []);
        });

    private async Task<StoredSubscription> FindAsync(string id, CancellationToken cancellationToken) =>
        await subscriptions.FindAsync(id, cancellationToken)
        ?? throw Problems.UnknownSubscription.Exception($"No subscription has the id '{id}'.");

    private async Task<SubscriptionView> ViewAsync(StoredSubscription stored, long end, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var late = now - options.Subscriptions.AlertAfter;
        return SubscriptionView.Of(
            stored, await JournalEnd.ReadAsync(history, end, stored.Progress.Cursor, late, cancellationToken), now);
    }

    private Task<long> EndAsync(CancellationToken cancellationToken) => JournalEnd.PositionAsync(history, cancellationToken);

    private static NewSecretView SecretOf(Subscription subscription) => new(
        subscription.Secrets[0].Value, subscription.Id, subscription.Name, subscription.Url,
        subscription.Secrets.Max(secret => secret.Until));

    private static string TargetOf(string id) => $"/subscriptions/{Uri.EscapeDataString(id)}";

    // A query may have a secret of the receiver's in it.
    private static JsonObject Describe(Subscription subscription) => new()
    {
        ["name"] = subscription.Name,
        ["url"] = new Uri(subscription.Url).GetLeftPart(UriPartial.Path),
        ["mode"] = subscription.Mode.Kebab(),
        ["sources"] = new JsonArray([.. subscription.Filter.Sources.Select(source => (JsonNode)source)]),
        ["kinds"] = new JsonArray([.. subscription.Filter.Kinds.Select(kind => (JsonNode)kind.Kebab())]),
        ["groupPrefix"] = subscription.Filter.GroupPrefix,
        ["operator"] = subscription.Filter.OperatorId,
    };
}
