using System.Text;
using GroupExitGrains.Journal.Postgres.Writing;
using GroupExitGrains.Journal.Tests.Postgres.Server;
using GroupExitGrains.Membership;
using Npgsql;
using NpgsqlTypes;

namespace GroupExitGrains.Journal.Tests.Postgres;

/// <summary>What a server makes of an array that was packed here.</summary>
public sealed class PackedArrayTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly CallbackId s_id = new(new Guid("0198c0de-0001-7abc-8def-0123456789ab"));
    private static readonly EntryHash s_hash = EntryHash.Read([.. Enumerable.Range(200, 32).Select(value => (byte)value)]);
    private NpgsqlDataSource? _server;

    public async ValueTask InitializeAsync()
    {
        await using var schema = await postgres.CreateSchemaAsync();
        _server = PackedArrays.AddTo(new NpgsqlDataSourceBuilder(schema.ConnectionString)).Build();
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
    }

    [Fact]
    public Task Booleans() => ShouldArriveAsync(NpgsqlDbType.Boolean, "boolean", "{t,f}", array =>
    {
        array.Add(true);
        array.Add(false);
    });

    [Fact]
    public Task Numbers_OfTwoBytes() => ShouldArriveAsync(NpgsqlDbType.Smallint, "smallint", "{0,-32768,32767}", array =>
    {
        array.Add((short)0);
        array.Add(short.MinValue);
        array.Add(short.MaxValue);
    });

    [Fact]
    public Task Numbers_OfFourBytes() => ShouldArriveAsync(NpgsqlDbType.Integer, "integer", "{1,-2147483648}", array =>
    {
        array.Add(1);
        array.Add(int.MinValue);
    });

    [Fact]
    public Task Numbers_OfEightBytes_AndNulls() => ShouldArriveAsync(NpgsqlDbType.Bigint, "bigint", "{5,NULL,-9223372036854775808,NULL}", array =>
    {
        array.Add(5L);
        array.Add((long?)null);
        array.Add((long?)long.MinValue);
        array.Add((long?)null);
    });

    [Fact]
    public Task Ids_AndNulls() => ShouldArriveAsync(NpgsqlDbType.Uuid, "uuid", "{0198c0de-0001-7abc-8def-0123456789ab,NULL}", array =>
    {
        array.Add(s_id);
        array.Add((CallbackId?)null);
    });

    [Fact]
    public Task Texts_OfAnyCharacters_AndNulls() => ShouldArriveAsync(NpgsqlDbType.Text, "text", """{plain,群,"",NULL,"a\"b,{c}"}""", array =>
    {
        array.Add("plain");
        array.Add("群");
        array.Add("");
        array.Add((string?)null);
        array.Add("a\"b,{c}");
    });

    [Fact]
    public Task Bytes_AndHashes() => ShouldArriveAsync(
        NpgsqlDbType.Bytea, "bytea", $$"""{"\\x","\\x00ff","\\x{{s_hash}}"}""", array =>
        {
            array.Add([]);
            array.Add([0, 255]);
            array.Add(s_hash);
        });

    [Fact]
    public Task Nothing() => ShouldArriveAsync(NpgsqlDbType.Text, "text", "{}", _ => { });

    [Fact]
    public async Task LargerThanAnyBuffer_ArrivesWhole()
    {
        var array = Array(NpgsqlDbType.Bytea);
        var sizes = Enumerable.Range(0, 40).Select(number => number * 9_973).ToArray();
        foreach (var size in sizes)
        {
            array.Add(new byte[size]);
        }

        const string Sizes = "SELECT array_agg(octet_length(part)) FROM unnest($1) AS part";
        (await AskAsync<int[]>(Sizes, NpgsqlDbType.Bytea, array)).ShouldBe(sizes);
        await using var blocking = Command(Sizes, NpgsqlDbType.Bytea, array);
        (await Task.Run(blocking.ExecuteScalar, TestContext.Current.CancellationToken)).ShouldBe(sizes, "as the writer does it");
    }

    [Fact]
    public async Task Clear_AfterNullsAndALargeElement_BeginsAnew()
    {
        var array = Array(NpgsqlDbType.Text);
        array.Add((string?)null);
        array.Add(new string('x', 1_000_000));
        array.Clear();
        array.Add("next");

        (await AskAsync<string>("SELECT $1::text", NpgsqlDbType.Text, array)).ShouldBe("{next}");
    }

    [Fact]
    public void Add_ATextThatIsNone_IsRefusedRatherThanChanged() =>
        Should.Throw<EncoderFallbackException>(() => Array(NpgsqlDbType.Text).Add("\ud800"));

    private async Task ShouldArriveAsync(NpgsqlDbType type, string name, string expected, Action<PackedArray> fill)
    {
        var array = Array(type);
        fill(array);

        (await AskAsync<string>($"SELECT $1::{name}[]::text", type, array)).ShouldBe(expected);
    }

    private static PackedArray Array(NpgsqlDbType type) => new(BatchColumns.TypeId(type));

    private async Task<T> AskAsync<T>(string sql, NpgsqlDbType type, PackedArray array)
    {
        await using var command = Command(sql, type, array);
        return (T)(await command.ExecuteScalarAsync(TestContext.Current.CancellationToken))!;
    }

    private NpgsqlCommand Command(string sql, NpgsqlDbType type, PackedArray array)
    {
        var command = _server!.CreateCommand(sql);
        command.Parameters.Add(new NpgsqlParameter<PackedArray> { TypedValue = array, NpgsqlDbType = type | NpgsqlDbType.Array });
        return command;
    }
}
