using GroupExitGrains.Journal.Tests.Postgres.Server;
using Npgsql;

[assembly: AssemblyFixture(typeof(PostgresFixture))]

namespace GroupExitGrains.Journal.Tests.Postgres.Server;

/// <summary>
/// The server that tests share: the one named in GROUPEXIT_TEST_POSTGRES, or a private one that is started when the first
/// test needs it. Where there is neither, the tests that need it are skipped.
/// </summary>
public sealed class PostgresFixture : IAsyncDisposable
{
    private const string Variable = "GROUPEXIT_TEST_POSTGRES";
    private const string Reason =
        $"There is no PostgreSQL 15 or later: install Debian's package postgresql, or name a server in {Variable}.";

    private readonly SemaphoreSlim _starting = new(1);
    private string? _connectionString = Environment.GetEnvironmentVariable(Variable);
    private PrivateServer? _server;

    /// <summary>Gives a schema of its own to a test, or skips it.</summary>
    internal async Task<TestSchema> CreateSchemaAsync() => new(await ConnectionStringAsync());

    /// <summary>Starts a server for one test alone, which may stop it, or skips the test.</summary>
    internal static async Task<PrivateServer> StartServerAsync()
    {
        var binaries = PostgresBinaries.Find();
        Assert.SkipWhen(binaries is null, Reason);
        return await PrivateServer.StartNewAsync(binaries);
    }

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _starting.Dispose();
    }

    private async Task<string> ConnectionStringAsync()
    {
        await _starting.WaitAsync();
        try
        {
            if (string.IsNullOrEmpty(_connectionString))
            {
                _server = await StartServerAsync();
                _connectionString = _server.ConnectionString;
            }

            return _connectionString;
        }
        finally
        {
            _starting.Release();
        }
    }
}
