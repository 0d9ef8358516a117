using System.Buffers;
using GroupExitGrains.Vendors.Json;

namespace GroupExitGrains.Vendors.Requests;

/// <summary>The command of a callback, which the address and the body both name.</summary>
internal static class CommandName
{
    private const int MaxLength = 128;

    private static readonly SearchValues<char> s_allowed =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-");

    /// <summary>
    /// The one command that address and body agree on; empty, with a fault in the body, if there is none. A request
    /// that names two is not guessed at.
    /// </summary>
    /// <param name="body">The body.</param>
    /// <param name="field">Its field for the command.</param>
    /// <param name="inAddress">The command in the path or query, if it is there.</param>
    public static string Agree(ref JsonBody body, ReadOnlySpan<byte> field, string? inAddress)
    {
        var value = body.Find(field);
        if (body.Fault is not null)
        {
            return "";
        }

        if (value.IsMissing || value.IsNull)
        {
            return string.IsNullOrEmpty(inAddress)
                ? body.Fail("missing-command", "neither the address nor the body names a command")
                : WellFormed(ref body, inAddress);
        }

        // Equal to what the address says without making a string of it: the way of nearly every callback.
        if (!string.IsNullOrEmpty(inAddress) && value.IsPlainText(inAddress))
        {
            return WellFormed(ref body, inAddress);
        }

        var inBody = body.Text(field) ?? "";
        if (body.Fault is not null)
        {
            return "";
        }

        return string.IsNullOrEmpty(inAddress) || string.Equals(inAddress, inBody, StringComparison.Ordinal)
            ? WellFormed(ref body, inBody)
            : body.Fail("command-mismatch", field, "differs from the command in the address");
    }

    private static string WellFormed(ref JsonBody body, string command) =>
        command.Length is > 0 and <= MaxLength && !command.AsSpan().ContainsAnyExcept(s_allowed)
            ? command
            : body.Fail(
                "malformed-command",
                $"a command is 1 to {MaxLength} letters, digits, dots, dashes and underscores");
}
