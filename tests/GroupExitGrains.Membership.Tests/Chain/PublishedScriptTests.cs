using System.ComponentModel;
using System.Diagnostics;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Membership.Tests.Chain;

/// <summary>The page's script is run as an outsider would run it, on what the API answers.</summary>
public sealed class PublishedScriptTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("audit-chain-");
    private readonly MemoryJournal _journal = new();

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task Unaltered_PrintsTheHeadHash()
    {
        await TellAsync();

        var (status, output) = await RunAsync(History());

        output.ShouldBe(_journal[Tell.Group].Summary!.Head.Hash.ToString());
        status.ShouldBe(0);
    }

    public static TheoryData<int, string, string?> Alterations => new()
    {
        { 2, "userId", "mal" },
        { 2, "role", "member" },
        { 2, "effect", "stale" },
        { 3, "previousHash", "00" },
        { 3, "operatorId", null },
        { 3, "reason", "other" },
        { 3, "receivedAt", "2026-01-01T00:00:00.000Z" },
        { 3, "occurredAt", null },
        { 5, "since", "2026-01-01T00:00:00.000Z" },
    };

    [Theory]
    [MemberData(nameof(Alterations))]
    public async Task Altered_NamesTheEntry(int sequence, string name, string? value)
    {
        await TellAsync();
        var history = History();
        var entry = history[sequence - 1]!.AsObject();
        entry.Remove(name);
        if (value is not null)
        {
            entry[name] = value;
        }

        var (status, output) = await RunAsync(history);

        output.ShouldBe($"Entry {sequence} does not hold.");
        status.ShouldBe(1);
    }

    [Fact]
    public async Task EntryTakenAway_NamesItsPlace()
    {
        await TellAsync();
        var history = History();
        history.RemoveAt(3);

        (await RunAsync(history)).Output.ShouldBe("Entry 4 does not hold.");
    }

    private async Task TellAsync()
    {
        var ledger = new GroupLedger(
            Tell.Group, _journal, new MemorySnapshots(), new LedgerOptions(), NullLogger.Instance);
        await ledger.RecordAsync(Tell.Created(Tell.User("群主", GroupRole.Owner)).At(0.125));
        await ledger.RecordAsync(Tell.Kicked("bob").At(10).Operation("op").Changed(change => change with
        {
            OperatorId = "群主",
            OperatorBasis = OperatorBasis.Reported,
            Reason = "spam \"and\" worse",
        }));
        await ledger.RecordAsync(Tell.Imported(
            Tell.User("群主"), Tell.User("dan", GroupRole.Admin, Tell.Time(-0.001))).Heard(20));
        await ledger.RecordAsync(Tell.Dismissed().Heard(30));
    }

    // As the admin API shows entries: absent values left out, kinds in kebab case.
    private JsonArray History() =>
    [
        .. _journal[Tell.Group].Rows.Select((row, i) =>
        {
            var (entry, facts) = (row.Entry, CallbackFactsCodec.Decode(row.Callback.Facts));
            var shown = new JsonObject
            {
                ["sequence"] = entry.Sequence,
                ["kind"] = Kebab(entry.Kind),
                ["effect"] = Kebab(entry.Effect),
                ["source"] = facts.Group.Source,
                ["groupId"] = facts.Group.GroupId,
                ["command"] = facts.Command,
                ["callbackId"] = facts.CallbackId.ToString(),
                ["receivedAt"] = Shown(facts.ReceivedAt),
                ["previousHash"] = (i == 0 ? EntryHash.Zero : _journal[Tell.Group].Rows[i - 1].Entry.Hash).ToString(),
                ["hash"] = entry.Hash.ToString(),
                ["userId"] = entry.UserId,
                ["operatorId"] = facts.OperatorId,
                ["operationId"] = facts.OperationId,
                ["reason"] = facts.Reason,
                ["role"] = entry.Role == GroupRole.Unknown ? null : Kebab(entry.Role),
                ["wasMember"] = entry.WasMember ? true : null,
                ["since"] = Shown(entry.Since),
                ["occurredAt"] = Shown(facts.OccurredAt),
            };
            foreach (var absent in shown.Where(field => field.Value is null).Select(field => field.Key).ToList())
            {
                shown.Remove(absent);
            }

            return shown;
        }),
    ];

    private async Task<(int Status, string Output)> RunAsync(JsonArray history)
    {
        var (first, second) = (history.Take(3), history.Skip(3));
        var files = new List<string>
        {
            await WriteAsync("verify.py", AuditChainPage.Script),
            await WriteAsync("history-1.json", new JsonObject { ["items"] = Copy(first) }.ToJsonString()),
            await WriteAsync("history-2.json", new JsonObject { ["items"] = Copy(second) }.ToJsonString()),
        };
        foreach (var callback in _journal.Callbacks)
        {
            files.Add(await WriteAsync($"callback-{callback.Id}.json", JsonSerializer.Serialize(
                new { callbackId = callback.Id.ToString(), facts = Convert.ToBase64String(callback.Facts) })));
        }

        using var python = Start(files);
        var (output, error) = (
            python.StandardOutput.ReadToEndAsync(Cancellation), python.StandardError.ReadToEndAsync(Cancellation));
        await python.WaitForExitAsync(Cancellation);
        return (python.ExitCode, (await output + await error).Trim());
    }

    private static Process Start(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("python3", ["-X", "utf8", .. arguments])
            {
                UseShellExecute = false,
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            })!;
        }
        catch (Win32Exception exception)
        {
            Assert.Skip($"There is no python3 to run the script with: {exception.Message}");
            throw;
        }
    }

    private async Task<string> WriteAsync(string name, string text)
    {
        var path = Path.Combine(_folder.FullName, name);
        await File.WriteAllTextAsync(path, text, Cancellation);
        return path;
    }

    private static JsonArray Copy(IEnumerable<JsonNode?> entries) => [.. entries.Select(entry => entry!.DeepClone())];

    private static string Kebab<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.KebabCaseLower.ConvertName(value.ToString());

    private static string? Shown(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture);
}
