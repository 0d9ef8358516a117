using System.Net;
using GroupExitGrains.Membership;
using Microsoft.Extensions.Logging;

namespace GroupExitGrains.Web.Api;

/// <summary>Looks at a key that somebody presents, at whichever door, and counts the wrong ones.</summary>
internal sealed partial class KeyCheck(Keyring keys, FailedAttempts attempts, TimeProvider time, ILogger<KeyCheck> logger)
{
    /// <summary>Says whether a key opens the door.</summary>
    /// <param name="presented">The key; null if what was presented cannot be one.</param>
    /// <param name="sender">Who presents it.</param>
    /// <exception cref="JournalUnavailableException">It is none in the settings, and the others cannot be told.</exception>
    public async Task<KeyVerdict> CheckAsync(string? presented, IPAddress? sender)
    {
        if (attempts.Wait(sender) is { } wait)
        {
            return KeyVerdict.Refuse(
                Problems.TooManyAttempts, "Too many wrong keys came from this address; none is looked at for a while.") with
            { Wait = wait };
        }

        if (presented is null)
        {
            attempts.Add(sender);
            return KeyVerdict.Refuse(Problems.KeyUnknown, "The Authorization header is not of the form 'Bearer <key>'.");
        }

        AdminKey? key;
        try
        {
            key = await keys.FindAsync(presented);
        }
        catch (JournalUnavailableException)
        {
            // It may have been wrong: without this, those in the settings could be guessed at while the database is away.
            attempts.Add(sender);
            throw;
        }

        if (key is null)
        {
            attempts.Add(sender);
            LogRefused(sender?.ToString());
            return KeyVerdict.Refuse(Problems.KeyUnknown, "The key is not known here.");
        }

        if (key.ExpiresAt <= time.GetUtcNow())
        {
            attempts.Add(sender);
            return KeyVerdict.Refuse(Problems.KeyExpired, $"The key '{key.Name}' has expired.");
        }

        return new KeyVerdict(key);
    }

    [LoggerMessage(321, LogLevel.Warning, "A wrong admin key came from {Sender}")]
    private partial void LogRefused(string? sender);
}

/// <summary>What is thought of a key.</summary>
/// <param name="Key">The key, if it opens the door.</param>
internal sealed record KeyVerdict(AdminKey? Key)
{
    /// <summary>Why it does not.</summary>
    public ProblemKind Problem { get; private init; } = Problems.KeyUnknown;

    /// <summary>The same in words.</summary>
    public string Detail { get; private init; } = "";

    /// <summary>How long none is looked at.</summary>
    public TimeSpan? Wait { get; init; }

    public static KeyVerdict Refuse(ProblemKind problem, string detail) => new(Key: null) { Problem = problem, Detail = detail };
}
