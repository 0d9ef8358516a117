using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.Options;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// The configured policies, combined for each request. The framework would keep those of each endpoint, and for that make every
/// route before the process listens: callbacks are welcome long before.
/// </summary>
internal sealed class RolePolicies(IOptions<AuthorizationOptions> options) : DefaultAuthorizationPolicyProvider(options)
{
    /// <inheritdoc/>
    public override bool AllowsCachingPolicies => false;
}
