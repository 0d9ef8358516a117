using System.Collections.Frozen;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using Microsoft.Net.Http.Headers;

namespace GroupExitGrains.Web.Console;

/// <summary>Style, script and icon of the console, out of the assembly. Their addresses change with what they hold.</summary>
internal static class ConsoleAssets
{
    private const string Root = "/assets";

    private static readonly FrozenDictionary<string, Asset> s_all = new[]
    {
        Asset.Read("console.css", "text/css; charset=utf-8"),
        Asset.Read("console.js", "text/javascript; charset=utf-8"),
        Asset.Read("icon.svg", "image/svg+xml"),
    }.ToFrozenDictionary(asset => asset.Name);

    /// <summary>The address of an asset as it is now.</summary>
    public static string AddressOf(string name) => $"{Root}/{s_all[name].Digest}/{name}";

    public static void MapAssets(this IEndpointRouteBuilder console) =>
        console.MapGet($"{Root}/{{digest}}/{{name}}", Send).AllowAnonymous();

    private static Results<FileContentHttpResult, NotFound> Send(string digest, string name, HttpContext context)
    {
        // Of another release there is nothing here: what is kept for a year must be what the address says.
        if (!s_all.TryGetValue(name, out var asset) || asset.Digest != digest)
        {
            return TypedResults.NotFound();
        }

        context.Response.Headers.CacheControl = "public, max-age=31536000, immutable";
        return TypedResults.Bytes(asset.Bytes, asset.MediaType, entityTag: new EntityTagHeaderValue($"\"{digest}\""));
    }

    private sealed record Asset(string Name, string MediaType, byte[] Bytes, string Digest)
    {
        public static Asset Read(string name, string mediaType)
        {
            using var stream = typeof(ConsoleAssets).Assembly.GetManifestResourceStream(name)
                ?? throw new InvalidOperationException($"{name} is not in the assembly.");
            var bytes = new byte[stream.Length];
            stream.ReadExactly(bytes);
            return new Asset(name, mediaType, bytes, Convert.ToHexStringLower(SHA256.HashData(bytes))[..16]);
        }
    }
}
