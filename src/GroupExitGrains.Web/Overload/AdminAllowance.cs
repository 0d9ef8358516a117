using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Overload;

/// <summary>
/// Keeps the admin API to its own number of requests at a time, and of imports among them. Those who follow the history hold a
/// connection for long and cost little: they have a number of their own.
/// </summary>
internal sealed class AdminAllowance(RequestDelegate next, GroupExitOptions options)
{
    private readonly Allowance _requests = new(options.Limits.MaxConcurrentAdminRequests);
    private readonly Allowance _followers = new(options.Limits.MaxFollowers);
    private readonly Allowance _imports = new(options.Limits.MaxConcurrentImports);

    public async Task InvokeAsync(HttpContext context)
    {
        using var request = Follows(context)
            ? Take(_followers, nameof(LimitOptions.MaxFollowers))
            : Take(_requests, nameof(LimitOptions.MaxConcurrentAdminRequests));
        using var import = HttpMethods.IsPut(context.Request.Method) ? Take(_imports, nameof(LimitOptions.MaxConcurrentImports)) : null;
        await next(context);
    }

    private static bool Follows(HttpContext context) =>
        context.GetEndpoint()?.Metadata.GetMetadata<LongLived>() is not null
        || context.Request.Query.ContainsKey(ApiParameter.Wait.Name);

    private static Held Take(Allowance allowance, string setting) => allowance.TryTake(1)
        ? new Held(allowance)
        : throw Problems.Overloaded.Exception($"There are as many requests under way as {setting} allows. Try again in a moment.");

    private sealed class Held(Allowance allowance) : IDisposable
    {
        public void Dispose() => allowance.GiveBack(1);
    }
}
