using System.Globalization;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.CommandLine;

/// <summary>
/// <c>keys add|list|revoke</c>: makes, lists and revokes keys in the configured database, whether or not a server runs on it.
/// What it changes is in the history of actions, as of the user of the operating system.
/// </summary>
public sealed class KeysCommand
{
    /// <summary>The word that it begins with.</summary>
    public const string Name = "keys";

    private const string Usage =
        "keys add --name <whose> --role reader|operator|admin [--source <name>]... [--expires 90d], keys list, or keys revoke <id>";

    private static readonly string[] s_options = ["--name", "--role", "--source", "--expires"];

    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);
    private readonly List<string> _sources = [];
    private readonly List<string> _settings = [];
    private readonly string _verb;
    private readonly string? _id;

    /// <summary>Reads the arguments.</summary>
    /// <exception cref="ConfigurationFaultException">They are not understood.</exception>
    public KeysCommand(IReadOnlyList<string> args)
    {
        ArgumentNullException.ThrowIfNull(args);
        _verb = args.Count > 1 ? args[1] : "";
        var next = 2;
        if (_verb == "revoke" && args.Count > next && !args[next].StartsWith('-'))
        {
            _id = args[next++];
        }

        while (next < args.Count)
        {
            next = ReadOption(args, next);
        }

        Require(_verb is "add" or "list" or "revoke", Usage);
        Require(_verb != "revoke" || _id is not null, "keys revoke needs the id of a key; keys list shows them");
        Require(_verb == "add" || (_values.Count == 0 && _sources.Count == 0), $"keys {_verb} takes settings alone");
    }

    /// <summary>The arguments that are settings, as of the server: where the database is, say.</summary>
    public IReadOnlyList<string> Settings => _settings;

    /// <summary>The arguments are for this command.</summary>
    public static bool Is(IReadOnlyList<string> args) => args is [Name, ..];

    /// <summary>Does it.</summary>
    /// <exception cref="ConfigurationFaultException">What was asked for makes no sense.</exception>
    /// <exception cref="JournalUnavailableException">The database does not answer.</exception>
    public async Task<int> RunAsync(
        IAdministration administration, GroupExitOptions options, TimeProvider time, TextWriter output, TextWriter error)
    {
        ArgumentNullException.ThrowIfNull(administration);
        ArgumentNullException.ThrowIfNull(time);
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(error);
        var now = time.GetUtcNow().WholeMilliseconds();
        switch (_verb)
        {
            case "add":
                await AddAsync(administration, options, now, output);
                return 0;
            case "list":
                await ListAsync(administration, now, output);
                return 0;
            default:
                return await RevokeAsync(administration, now, output, error);
        }
    }

    private static AdminActionDraft Action(DateTimeOffset now, string what, string keyId, string details) => new()
    {
        Id = CallbackId.New(now),
        At = now,
        Actor = new AdminActor(Environment.UserName, AdminDoor.CommandLine),
        What = what,
        Outcome = AdminActions.Done,
        Target = AdminActions.TargetOfKey(keyId),
        Details = details,
    };

    private async Task AddAsync(IAdministration administration, GroupExitOptions options, DateTimeOffset now, TextWriter output)
    {
        var expiresAt = _values.TryGetValue("--expires", out var expires) ? Expiry.Read(expires, now) : (DateTimeOffset?)null;
        var fault = NewKey.Fault(_values.GetValueOrDefault("--name"), _sources, expiresAt, now, options);
        Require(fault is null, $"keys add: {fault}");
        Require(
            Kebab<AdminRole>.TryRead(_values.GetValueOrDefault("--role"), out var role),
            $"keys add: --role must be one of {string.Join(", ", Kebab<AdminRole>.Names)}");

        var made = NewKey.Make(_values["--name"], role, _sources, expiresAt, Environment.UserName, now);
        await administration.AddKeyAsync(
            made.Stored,
            Action(now, AdminActions.KeyCreated, made.Stored.Id, AdminChainWalk.DetailsOf(made.Stored)),
            CancellationToken.None);
        await output.WriteLineAsync($"id:  {made.Stored.Id}");
        await output.WriteLineAsync($"key: {made.Key}");
        await output.WriteLineAsync("The key is kept nowhere and shown this once. Servers take it within seconds.");
    }

    private static async Task ListAsync(IAdministration administration, DateTimeOffset now, TextWriter output)
    {
        foreach (var key in await administration.KeysAsync(CancellationToken.None))
        {
            var view = KeyView.Of(key, now);
            var sources = key.Sources.Count == 0 ? "all sources" : string.Join(',', key.Sources);
            var expires = key.ExpiresAt is { } at ? $"expires {Text(at)}" : "never expires";
            await output.WriteLineAsync(
                $"{key.Id}  {view.State.Kebab(),-7}  {key.Role,-8}  {sources}  {key.Name}  made {Text(key.CreatedAt)} by {key.CreatedBy}, {expires}");
        }
    }

    private async Task<int> RevokeAsync(IAdministration administration, DateTimeOffset now, TextWriter output, TextWriter error)
    {
        if (await administration.RevokeKeyAsync(_id!, Action(now, AdminActions.KeyRevoked, _id!, "{}"), CancellationToken.None))
        {
            await output.WriteLineAsync($"Revoked {_id}. Servers refuse it within five seconds.");
            return 0;
        }

        await error.WriteLineAsync($"No key with the id {_id} is live");
        return 1;
    }

    private int ReadOption(IReadOnlyList<string> args, int next)
    {
        var (name, value) = args[next].Split('=', 2) is [var left, var right] ? (left, right) : (args[next], null);
        if (!s_options.Contains(name))
        {
            // A setting, with its value in the same argument or the next one; the settings' own reader judges it.
            _settings.Add(args[next++]);
            if (value is null && next < args.Count)
            {
                _settings.Add(args[next++]);
            }

            return next;
        }

        if (value is null)
        {
            Require(++next < args.Count, $"{name} has no value");
            value = args[next];
        }

        if (name == "--source")
        {
            _sources.Add(value);
        }
        else
        {
            Require(_values.TryAdd(name, value), $"{name} is given twice");
        }

        return next + 1;
    }

    private static string Text(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    private static void Require(bool holds, string fault)
    {
        if (!holds)
        {
            throw new ConfigurationFaultException(fault);
        }
    }
}
