using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Text;
using GroupExitGrains.Journal;
using GroupExitGrains.Journal.Sqlite;
using GroupExitGrains.Membership;
using GroupExitGrains.Web.Api;
using GroupExitGrains.Web.Configuration;
using GroupExitGrains.Web.Tests.Hosting;
using GroupExitGrains.Web.Webhooks;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace GroupExitGrains.Web.Tests.Api;

/// <summary>The admin API on a real server, over real ledgers and a real journal.</summary>
internal sealed class ApiHost : IAsyncDisposable
{
    public const string ReaderKey = "reader-key";
    public const string OperatorKey = "operator-key";
    public const string AdminKey = "admin-key";

    /// <summary>An operator's, limited to openim.</summary>
    public const string LimitedKey = "limited-key";

    private readonly WebApplication _app;
    private readonly HttpClient _client = new();

    private readonly DirectoryInfo _directory;
    private readonly IJournalStorage _storage;

    private ApiHost(GroupExitOptions options, DirectoryInfo directory, IJournalStorage storage)
    {
        _directory = directory;
        _storage = storage;
        Journal = new TestedJournal(storage);
        Administration = new TestedAdministration(storage.Administration);
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.Logging.AddProvider(Log);
        builder.Services.AddSingleton<TimeProvider>(Time);
        builder.Services.AddSingleton<IJournal>(Journal);
        builder.Services.AddSingleton<IHistory>(Journal);
        builder.Services.AddSingleton(storage.Snapshots);
        builder.Services.AddSingleton(storage.Rejections);
        builder.Services.AddSingleton<IAdministration>(Administration);
        builder.Services.AddSingleton(storage.Statistics);
        builder.Services.AddSingleton(storage.Rollups);
        builder.Services.AddSingleton(storage.Subscriptions);
        builder.Services.AddSingleton(storage.Deliveries);
        builder.Services.AddSingleton(new LedgerOptions());
        builder.Services.AddSingleton(new LocalGroupsOptions());
        builder.Services.AddSingleton<IGroups, LocalGroups>();
        builder.Services.AddSingleton<IUsers, JournalUsers>();
        builder.Services.AddSingleton<ISpool>(Spool);
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(Activity);
        builder.Services.AddAdminApi();
        _app = builder.Build();
        _app.UseRouting();
        _app.UseAdminApi();
        _app.MapAdminApi();
    }

    public TestedJournal Journal { get; }

    public TestedAdministration Administration { get; }

    public IServiceProvider Services => _app.Services;

    public IRejections Rejections => _storage.Rejections;

    public SourceActivity Activity { get; } = new();

    public ToldSpool Spool { get; } = new();

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 11, 22, 13, 0, 0, 123, TimeSpan.Zero));

    public LogLines Log { get; } = new();

    public Uri Address => new(_app.Urls.Single());

    public IGroups Groups => _app.Services.GetRequiredService<IGroups>();

    /// <summary>Every endpoint of the API, as method and pattern.</summary>
    public IReadOnlyList<(string Method, string Pattern)> Routes =>
    [
        .. ((IEndpointRouteBuilder)_app).DataSources
            .SelectMany(source => source.Endpoints)
            .OfType<RouteEndpoint>()
            .Where(endpoint => endpoint.RoutePattern.RawText!.StartsWith(AdminApi.Root, StringComparison.Ordinal))
            .SelectMany(endpoint => endpoint.Metadata.GetMetadata<IHttpMethodMetadata>()!.HttpMethods
                .Select(method => (method, endpoint.RoutePattern.RawText!.TrimEnd('/')))),
    ];

    public static async Task<ApiHost> StartAsync(int maxImportBytes = 1024 * 1024, int maxImportMembers = 10_000, int failedAttempts = 100_000, string? sdkAppId = null, string? token = null)
    {
        var options = new GroupExitOptions
        {
            Admin = new AdminOptions { MaxImportBytes = maxImportBytes, MaxImportMembers = maxImportMembers, FailedAttemptsPerMinute = failedAttempts },
        };
        options.Sources.Add("openim", new SourceOptions { Vendor = VendorKind.OpenIM, PathSecret = "path-secret" });
        options.Sources.Add("tencent", new SourceOptions { Vendor = VendorKind.TencentIM, SdkAppId = sdkAppId, Token = token });
        options.Admin.Keys.Add(new AdminKeyOptions { Name = "rita", Key = ReaderKey, Role = AdminRole.Reader });
        options.Admin.Keys.Add(new AdminKeyOptions { Name = "otto", Key = OperatorKey, Role = AdminRole.Operator });
        options.Admin.Keys.Add(new AdminKeyOptions { Name = "ada", Key = AdminKey, Role = AdminRole.Admin });
        var limited = new AdminKeyOptions { Name = "lea", Key = LimitedKey, Role = AdminRole.Operator };
        limited.Sources.Add("openim");
        options.Admin.Keys.Add(limited);
        var directory = Directory.CreateTempSubdirectory("groupexit-api-");
        var file = new SqliteJournalOptions { ConnectionString = $"Data Source={Path.Combine(directory.FullName, "journal.db")}" };
        var storage = await SqliteJournal.OpenAsync(file, NullLoggerFactory.Instance, TimeProvider.System);
        var host = new ApiHost(options, directory, storage);
        await host._app.StartAsync(TestContext.Current.CancellationToken);
        return host;
    }

    public Task<ApiAnswer> GetAsync(string path, string? key = ReaderKey) => SendAsync(HttpMethod.Get, path, key);

    public Task<ApiAnswer> PutAsync(string path, string body, string? type = "application/json", string? key = OperatorKey) =>
        SendAsync(HttpMethod.Put, path, key, Encoding.UTF8.GetBytes(body), type);

    public Task<ApiAnswer> PostAsync(string path, string body, string? key = OperatorKey) =>
        SendAsync(HttpMethod.Post, path, key, Encoding.UTF8.GetBytes(body), "application/json");

    /// <summary>Sends exactly this path, whatever the client would make of it.</summary>
    public async Task<ApiAnswer> SendAsync(
        HttpMethod method, string path, string? key, byte[]? body = null, string? type = null, string? authorization = null)
    {
        var address = new Uri(
            $"{Address.Scheme}://{Address.Authority}{path}", new UriCreationOptions { DangerousDisablePathAndQueryCanonicalization = true });
        using var request = new HttpRequestMessage(method, address);
        if ((authorization ?? (key is null ? null : $"Bearer {key}")) is { } value)
        {
            request.Headers.TryAddWithoutValidation("Authorization", value);
        }

        if (body is not null)
        {
            request.Content = new ByteArrayContent(body);
            request.Content.Headers.ContentType = type is null ? null : MediaTypeHeaderValue.Parse(type);
        }

        using var response = await _client.SendAsync(request, TestContext.Current.CancellationToken);
        return new ApiAnswer(
            (int)response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers,
            response.Content.Headers);
    }

    /// <summary>Sends text byte for byte. It should ask for the connection to be closed.</summary>
    public async Task<string> SendRawAsync(string text)
    {
        using var client = new TcpClient();
        await client.ConnectAsync(Address.Host, Address.Port, TestContext.Current.CancellationToken);
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.UTF8.GetBytes(text), TestContext.Current.CancellationToken);
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Records what a vendor tells; a millisecond passes.</summary>
    public async Task<Receipt> TellAsync(Told told)
    {
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return await Groups.RecordAsync(told.At(Time.GetUtcNow()), TestContext.Current.CancellationToken);
    }

    /// <summary>Counts what was told, as happens by itself in time.</summary>
    public async Task RollUpAsync()
    {
        while (await _storage.Rollups.AdvanceAsync(TestContext.Current.CancellationToken))
        {
            // Until nothing is left.
        }
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        await _app.DisposeAsync();
        await _storage.DisposeAsync();
        _directory.Delete(recursive: true);
    }
}
