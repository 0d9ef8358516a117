using GroupExitGrains.Membership;

namespace GroupExitGrains.Vendors;

/// <summary>What a vendor makes of a request: one of the records nested here.</summary>
public abstract record ReadResult
{
    private ReadResult()
    {
    }

    /// <summary>A change of a group, to be recorded; answered with <see cref="IVendor.Ok"/> once it is durable.</summary>
    /// <param name="Callback">The callback.</param>
    public sealed record Recognised(Callback Callback) : ReadResult;

    /// <summary>Well formed, and nothing this program uses.</summary>
    /// <param name="Command">The vendor's command: letters, digits, dots, dashes and underscores, at most 128.</param>
    /// <param name="Reason">A kebab-case word: <c>unsupported-command</c> or <c>no-role</c>.</param>
    /// <param name="Answer">The vendor's OK, in the form that changes nothing on the vendor's side.</param>
    public sealed record Ignored(string Command, string Reason, ReadOnlyMemory<byte> Answer) : ReadResult;

    /// <summary>Not acceptable.</summary>
    /// <param name="Kind">Whether the sender or the content is wrong.</param>
    /// <param name="Cause">A kebab-case word, for example <c>wrong-signature</c> or <c>missing-field</c>.</param>
    /// <param name="Detail">Which field is wrong and how. Holds no secret and no value of the request.</param>
    /// <param name="Command">The command, as far as it could be told.</param>
    public sealed record Refused(RefusalKind Kind, string Cause, string Detail, string? Command) : ReadResult;
}
