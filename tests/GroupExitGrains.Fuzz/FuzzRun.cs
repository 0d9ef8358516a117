using System.Collections.Concurrent;
using System.Net.Http.Headers;
using System.Text.Json;

namespace GroupExitGrains.Fuzz;

/// <summary>Sends mutated requests to a running program and holds every answer against what it must be.</summary>
/// <param name="server">Where it listens; both vendors' default sources, open.</param>
/// <param name="adminKey">A key to its admin API.</param>
/// <param name="seed">Makes the requests, together with their numbers.</param>
internal sealed class FuzzRun(Uri server, string adminKey, int seed) : IDisposable
{
    private const int Workers = 64;
    private const int MostFaults = 20;
    private static readonly TimeSpan AnswerWithin = TimeSpan.FromSeconds(60);

    private readonly HttpClient _admin = new()
    {
        BaseAddress = server,
        DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", adminKey) },
    };

    private readonly ConcurrentQueue<string> _faults = new();
    private readonly ConcurrentDictionary<string, long> _statuses = new(StringComparer.Ordinal);
    private long _next;
    private long _recorded;

    /// <summary>What was wrong, with the number of the request that shows it.</summary>
    public IReadOnlyCollection<string> Faults => _faults;

    /// <summary>How many answers had which status; <c>none</c> where the server hung up.</summary>
    public IReadOnlyDictionary<string, long> Statuses => _statuses;

    /// <summary>How many callbacks were held against what was recorded of them.</summary>
    public long Compared => _recorded;

    /// <summary>How many requests have been made.</summary>
    public long Made => Volatile.Read(ref _next);

    /// <summary>Sends requests, by their numbers from <paramref name="first"/> on.</summary>
    /// <param name="first">The first number.</param>
    /// <param name="count">How many.</param>
    /// <param name="compareEvery">Of how many accepted requests one is looked up.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task SendAsync(long first, long count, int compareEvery, CancellationToken cancellationToken)
    {
        _next = first;
        return Task.WhenAll(Enumerable.Range(0, Workers).Select(_ => Task.Run(
            () => SendAsync(first + count, compareEvery, cancellationToken), cancellationToken)));
    }

    /// <summary>Every seed as it is must be taken now, and the groups' chains must hold.</summary>
    public async Task CheckAfterwardsAsync(int mostGroups, CancellationToken cancellationToken)
    {
        var random = new Random(seed);
        using var connection = await WireConnection.OpenAsync(server, cancellationToken);
        foreach (var valid in Seeds.All)
        {
            var request = RequestMutator.Sound(valid, valid.Target, "POST", valid.BodyFor(random), [], random);
            await connection.SendAsync(request.Bytes, isLast: false, cancellationToken);
            if (await connection.ReadAsync(isHead: false, cancellationToken) is not { Status: 200 })
            {
                _faults.Enqueue($"{valid.Command} is not taken any more");
            }
        }

        var groups = await GroupsAsync(mostGroups, cancellationToken);
        await Parallel.ForEachAsync(groups, cancellationToken, async (group, cancel) =>
        {
            var verification = await AskAsync($"/api/v1/sources/{group.Source}/groups/{Uri.EscapeDataString(group.Id)}/audit/verify", cancel);
            if (verification is not { } verified || !verified.GetProperty("valid").GetBoolean())
            {
                _faults.Enqueue($"the history of {group} does not hold: {verification}");
            }
        });
        Verified = groups.Count;
    }

    /// <summary>How many groups' histories were verified.</summary>
    public int Verified { get; private set; }

    public void Dispose() => _admin.Dispose();

    private async Task SendAsync(long end, int compareEvery, CancellationToken cancellationToken)
    {
        WireConnection? connection = null;
        try
        {
            while (Interlocked.Increment(ref _next) - 1 is var number && number < end && _faults.Count < MostFaults)
            {
                connection ??= await WireConnection.OpenAsync(server, cancellationToken);
                if (!await TryExchangeAsync(connection, number, compareEvery, cancellationToken))
                {
                    connection.Dispose();
                    connection = null;
                }
            }
        }
        finally
        {
            connection?.Dispose();
        }
    }

    /// <summary>False if the connection is of no more use.</summary>
    private async Task<bool> TryExchangeAsync(
        WireConnection connection, long number, int compareEvery, CancellationToken cancellationToken)
    {
        try
        {
            return await ExchangeAsync(connection, RequestMutator.Make(seed, number), number, compareEvery, cancellationToken);
        }
        catch (Exception fault) when (!cancellationToken.IsCancellationRequested)
        {
            Report(number, $"{fault.GetType().Name}: {fault.Message}");
            return false;
        }
    }

    private async Task<bool> ExchangeAsync(
        WireConnection connection, FuzzRequest request, long number, int compareEvery, CancellationToken cancellationToken)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        deadline.CancelAfter(AnswerWithin);
        await connection.SendAsync(request.Bytes, isLast: !request.IsSound, deadline.Token);
        for (var i = 0; i < request.Count; i++)
        {
            var answer = await connection.ReadAsync(request.IsHead, deadline.Token);
            _statuses.AddOrUpdate(answer is null ? "none" : $"{answer.Status}", 1, static (_, count) => count + 1);
            if (AnswerCheck.Fault(request, answer) is { } fault)
            {
                Report(number, fault);
            }

            if (answer is { Status: 200, CallbackId: { } id } && (number + i) % compareEvery == 0)
            {
                await CompareAsync(id, request.Body, number, deadline.Token);
            }

            if (answer is null || answer.Closes)
            {
                if (request.IsSound && i < request.Count - 1)
                {
                    Report(number, "the server hung up between requests");
                }

                return false;
            }
        }

        return request.IsSound;
    }

    private async Task CompareAsync(string id, byte[]? body, long number, CancellationToken cancellationToken)
    {
        // What is accepted and not recorded is a command without use.
        if (await AskAsync($"/api/v1/callbacks/{id}", cancellationToken) is { } callback)
        {
            Interlocked.Increment(ref _recorded);
            if (RecordedCheck.Fault(callback, body) is { } fault)
            {
                Report(number, fault);
            }
        }
    }

    private async Task<List<(string Source, string Id)>> GroupsAsync(int most, CancellationToken cancellationToken)
    {
        var groups = new List<(string, string)>();
        string? cursor = null;
        do
        {
            var page = await AskAsync($"/api/v1/groups?limit=1000{(cursor is null ? "" : $"&cursor={cursor}")}", cancellationToken)
                ?? throw new InvalidOperationException("There is no list of groups.");

            // No path can carry these two.
            groups.AddRange(page.GetProperty("items").EnumerateArray()
                .Select(group => (group.GetProperty("source").GetString()!, group.GetProperty("groupId").GetString()!))
                .Where(group => group.Item2 is not ("." or "..")));
            cursor = page.TryGetProperty("next", out var next) ? next.GetString() : null;
        }
        while (cursor is not null && groups.Count < most);

        return groups;
    }

    private async Task<JsonElement?> AskAsync(string address, CancellationToken cancellationToken)
    {
        using var response = await _admin.GetAsync(address, cancellationToken);
        if (response.StatusCode == System.Net.HttpStatusCode.NotFound)
        {
            return null;
        }

        response.EnsureSuccessStatusCode();
        return JsonElement.Parse(await response.Content.ReadAsByteArrayAsync(cancellationToken));
    }

    private void Report(long number, string fault) => _faults.Enqueue($"request {number} of seed {seed}: {fault}");
}
