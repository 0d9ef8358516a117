using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using GroupExitGrains.Membership;
using GroupExitGrains.Subscriptions;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Overload;
using GroupExitGrains.Web.Spool;
using GroupExitGrains.Web.Statistics;
using GroupExitGrains.Web.Telemetry;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace GroupExitGrains.Web.Api;

/// <summary>The admin API: what is known of groups and users, what was received, what was refused.</summary>
internal static class AdminApi
{
    /// <summary>What every address of it begins with.</summary>
    public const string Root = "/api/v1";

    /// <summary>
    /// Adds what the API needs. The host brings <see cref="AdminKeys"/> where there are others than the configured ones,
    /// and the journal's and the ledgers' contracts.
    /// </summary>
    public static IServiceCollection AddAdminApi(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new AdminKeys(
            provider.GetRequiredService<GroupExitOptions>().Admin.Keys.Select(key => new AdminKey(key))));
        services.AddSingleton<StoredKeys>();
        services.AddSingleton<Keyring>();
        services.AddSingleton<FailedAttempts>();
        services.TryAddSingleton<ISpool, NoSpool>();
        services.AddSingleton<KeyCheck>();
        services.AddSingleton<SingleReplay>();
        services.AddSingleton<ConfiguredSources>();
        services.AddSingleton<MembersImport>();
        services.AddSingleton<ActionLog>();
        services.TryAddSingleton<WebhookSources>();
        services.AddSingleton<RejectionReplayer>();
        services.AddSingleton<ReaderLags>();
        services.AddSingleton<AuditFeed>();
        services.AddSingleton<AuditStream>();
        services.AddSingleton<LongPoll>();
        services.TryAddSingleton(provider => provider.GetRequiredService<GroupExitOptions>().Subscriptions.ToDeliveryOptions());
        services.AddSingleton<SubscriptionTester>();
        services.AddSingleton<SubscriptionDesk>();
        services.AddHostedService<FeedTailing>();
        services.AddHostedService<RollupFollowing>();
        services.AddApiAccess();
        services.AddApiDocument();
        services.Configure<JsonOptions>(AddJson);
        return services;
    }

    /// <summary>Guards the API's addresses. Comes behind routing, so that it knows the endpoint, and before any endpoint runs.</summary>
    public static IApplicationBuilder UseAdminApi(this IApplicationBuilder app)
    {
        app.UseWhen(IsApi, api => api.UseMiddleware<ApiBoundary>());
        app.UseAuthorization();
        app.UseWhen(IsApi, api => api.UseMiddleware<ApiGate>().UseMiddleware<AdminAllowance>());
        return app;

        // As routing sees it, which does not mind the case. What is measured is behind the same gate.
        static bool IsApi(HttpContext context) => context.Request.Path.StartsWithSegments(Root, StringComparison.OrdinalIgnoreCase)
            || context.Request.Path.StartsWithSegments(MetricsEndpoint.Path, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Maps the API and the document that describes it.</summary>
    public static IEndpointRouteBuilder MapAdminApi(this IEndpointRouteBuilder routes)
    {
        var api = routes.MapGroup(Root);
        api.MapSources();
        api.MapGroups();
        api.MapMembers();
        api.MapGroupAudit();
        api.MapUsers();
        api.MapAudit();
        api.MapStream();
        api.MapExport();
        api.MapStats();
        api.MapCallbacks();
        api.MapRejections();
        api.MapReplay();
        api.MapKeys();
        api.MapActions();
        api.MapSpool();
        api.MapSubscriptions();
        api.MapDeliveries();
        routes.MapSchemas();
        routes.MapOpenApi().AllowAnonymous();
        return routes;
    }

    private static void AddJson(JsonOptions json)
    {
        var options = json.SerializerOptions;
        options.TypeInfoResolverChain.Insert(0, ApiJson.Default);
        options.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;

        // Ids and reasons are read by people; answers are JSON by their type and never sniffed for HTML.
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new MillisecondsConverter());
        options.Converters.Add(new KebabConverter<AdminDoor>());
        options.Converters.Add(new KebabConverter<AdminRole>());
        options.Converters.Add(new KebabConverter<CallbackState>());
        options.Converters.Add(new KebabConverter<DeliveryMode>());
        options.Converters.Add(new KebabConverter<DeliveryOutcome>());
        options.Converters.Add(new KebabConverter<EntryEffect>());
        options.Converters.Add(new KebabConverter<EntryKind>());
        options.Converters.Add(new KebabConverter<GroupRole>());
        options.Converters.Add(new KebabConverter<GroupStatus>());
        options.Converters.Add(new KebabConverter<KeyOrigin>());
        options.Converters.Add(new KebabConverter<KeyState>());
        options.Converters.Add(new KebabConverter<JournalReach>());
        options.Converters.Add(new KebabConverter<MembershipTracking>());
        options.Converters.Add(new KebabConverter<OperatorBasis>());
        options.Converters.Add(new KebabConverter<StatisticsBucket>());
        options.Converters.Add(new KebabConverter<SubscriptionState>());
        options.Converters.Add(new KebabConverter<VendorKind>());
    }
}
