using System.Text;
using System.Text.Encodings.Web;
using GroupExitGrains.Membership;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace GroupExitGrains.Web.Console;

/// <summary>
/// The console's addresses. Ids stand in queries, never in paths: <c>..</c> is an id, and one path cannot carry it.
/// </summary>
internal static class Links
{
    public const string Overview = "/";
    public const string Groups = "/groups";
    public const string Group = "/groups/view";
    public const string Members = "/groups/members";
    public const string Import = "/groups/import";
    public const string Users = "/users";
    public const string User = "/users/view";
    public const string Live = "/live";
    public const string Feed = "/live/feed";
    public const string Rejections = "/rejections";
    public const string Rejection = "/rejections/view";
    public const string Replay = "/rejections/replay";
    public const string Subscriptions = "/subscriptions";
    public const string Subscription = "/subscriptions/view";
    public const string ChangeSubscription = "/subscriptions/change";
    public const string PauseSubscription = "/subscriptions/pause";
    public const string ResumeSubscription = "/subscriptions/resume";
    public const string TestSubscription = "/subscriptions/test";
    public const string RotateSecret = "/subscriptions/rotate-secret";
    public const string Redeliver = "/subscriptions/redeliver";
    public const string RemoveSubscription = "/subscriptions/remove";
    public const string Callback = "/callbacks/view";
    public const string Report = "/report";
    public const string Setup = "/setup";
    public const string SignIn = "/sign-in";
    public const string SignOut = "/sign-out";
    public const string Theme = "/theme";
    public const string Return = "return";

    public static string ToGroup(GroupKey group) => To(Group, ("source", group.Source), ("group", group.GroupId));

    public static string ToUser(string source, string userId) => To(User, ("source", source), ("user", userId));

    public static string ToCallback(CallbackId id) => To(Callback, ("id", id.ToString()));

    public static string ToSubscription(string id) => To(Subscription, ("id", id));

    /// <summary>An address with those parameters that have a value.</summary>
    public static string To(string path, params ReadOnlySpan<(string Name, string? Value)> parameters)
    {
        var address = new StringBuilder(path);
        var separator = '?';
        foreach (var (name, value) in parameters)
        {
            if (!string.IsNullOrEmpty(value))
            {
                address.Append(separator).Append(name).Append('=').Append(UrlEncoder.Default.Encode(value));
                separator = '&';
            }
        }

        return address.ToString();
    }

    /// <summary>Where to sign in and come back from.</summary>
    public static string SignInTo(HttpRequest request)
    {
        var target = request.GetEncodedPathAndQuery();
        return target == Overview ? SignIn : To(SignIn, (Return, target));
    }

    /// <summary>An address within this program; the overview for any other.</summary>
    public static string Local(string? address) =>
        address is ['/'] or ['/', not ('/' or '\\'), ..] && !address.Any(char.IsControl) ? address : Overview;
}
