using System.Security.Claims;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Hosting;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Api;

/// <summary>Whoever came with a key. They have every role that the key's role includes.</summary>
internal sealed class KeyIdentity : ClaimsIdentity
{
    public KeyIdentity(AdminKey key, AdminDoor door)
        : base(ApiAccess.Scheme)
    {
        (Key, Door) = (key, door);
        AddClaim(new Claim(ClaimTypes.Name, key.Name));
        foreach (var role in Enum.GetValues<AdminRole>().Where(role => role <= key.Role))
        {
            AddClaim(new Claim(ClaimTypes.Role, role.Kebab()));
        }
    }

    public AdminKey Key { get; }

    /// <summary>How they came in.</summary>
    public AdminDoor Door { get; }
}

internal static class KeyIdentities
{
    /// <summary>The key that a request came with; null before it was looked at, and where none is needed.</summary>
    public static AdminKey? AdminKey(this HttpContext context) => (context.User.Identity as KeyIdentity)?.Key;

    /// <summary>Who makes a request.</summary>
    public static AdminActor Actor(this HttpContext context)
    {
        var identity = context.User.Identity as KeyIdentity ?? throw new InvalidOperationException("A change is made only with a key.");
        return new AdminActor(identity.Key.Name, identity.Door, identity.Key.Id, context.Sender()?.ToString());
    }
}
