using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Console.Pages;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace GroupExitGrains.Web.Console;

/// <summary>The console: pages for people, rendered here, each with an address worth keeping.</summary>
internal static class ConsoleHosting
{
    private static readonly string[] s_reading = [HttpMethods.Get, HttpMethods.Head];

    public static IServiceCollection AddConsole(this IServiceCollection services)
    {
        services.AddRazorComponents();
        services.AddSessionKeys();
        services.AddConsoleAccess();
        return services;
    }

    /// <summary>Guards the console's addresses. Comes behind routing and before authorisation.</summary>
    public static IApplicationBuilder UseConsole(this IApplicationBuilder app) => app.UseWhen(
        context => context.GetEndpoint()?.Metadata.GetMetadata<ConsoleAddress>() is not null,
        console => console.UseMiddleware<ConsoleBoundary>());

    public static IEndpointRouteBuilder MapConsole(this IEndpointRouteBuilder routes)
    {
        var console = routes.MapGroup("").WithMetadata(new ConsoleAddress()).ExcludeFromDescription();
        console.MapAssets();
        console.MapSessions();
        console.MapPage<OverviewPage>(Links.Overview);
        console.MapPage<SetupPage>(Links.Setup);
        console.MapPage<GroupsPage>(Links.Groups);
        console.MapPage<GroupPage>(Links.Group);
        console.MapPage<MembersPage>(Links.Members);
        console.MapPage<ImportPage>(Links.Import, AdminRole.Operator);
        console.MapPage<UsersPage>(Links.Users);
        console.MapPage<UserPage>(Links.User);
        console.MapPage<LivePage>(Links.Live);
        console.MapPage<RejectionsPage>(Links.Rejections);
        console.MapPage<RejectionPage>(Links.Rejection);
        console.MapPage<CallbackPage>(Links.Callback);
        console.MapPage<ReportPage>(Links.Report);
        console.MapPage<SubscriptionsPage>(Links.Subscriptions, AdminRole.Admin);
        console.MapPage<SubscriptionPage>(Links.Subscription, AdminRole.Admin);
        console.MapPage<ChangeSubscriptionPage>(Links.ChangeSubscription, AdminRole.Admin);
        console.MapSubscriptionForms();
        console.MapImport();
        console.MapReplays();
        console.MapFeed();
        return routes;
    }

    private static void MapPage<TPage>(this IEndpointRouteBuilder console, string address, AdminRole role = AdminRole.Reader)
        where TPage : IComponent =>
        console.MapMethods(address, s_reading, () => new RazorComponentResult<TPage>()).NeedsSession(role);
}
