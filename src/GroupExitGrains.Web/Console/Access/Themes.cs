using GroupExitGrains.Web.Api;
using Microsoft.AspNetCore.Http;

namespace GroupExitGrains.Web.Console;

/// <summary>How the pages look.</summary>
internal enum Theme
{
    /// <summary>As the reader's system does.</summary>
    Auto,

    /// <summary>Dark on light.</summary>
    Light,

    /// <summary>Light on dark.</summary>
    Dark,
}

internal static class Themes
{
    public const string Cookie = "groupexit-theme";

    public static Theme Of(HttpContext context) => Read(context.Request.Cookies[Cookie]);

    public static Theme Read(string? name) => Kebab<Theme>.TryRead(name, out var theme) ? theme : Theme.Auto;
}
