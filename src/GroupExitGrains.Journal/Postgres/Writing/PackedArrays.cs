#pragma warning disable NPG9001 // Npgsql's converters may change with a release; what is used of them is in this file alone.
using Npgsql;
using Npgsql.Internal;
using Npgsql.Internal.Postgres;

namespace GroupExitGrains.Journal.Postgres.Writing;

/// <summary>Lets Npgsql take a <see cref="PackedArray"/> for a parameter of any array type, and send it as it is.</summary>
internal sealed class PackedArrays : PgTypeInfoResolverFactory
{
    public static NpgsqlDataSourceBuilder AddTo(NpgsqlDataSourceBuilder builder)
    {
        builder.AddTypeInfoResolverFactory(new PackedArrays());
        return builder;
    }

    public override IPgTypeInfoResolver CreateResolver() => new Resolver();

    public override IPgTypeInfoResolver? CreateArrayResolver() => null;

    private sealed class Resolver : IPgTypeInfoResolver
    {
        public PgTypeInfo? GetTypeInfo(Type? type, DataTypeName? dataTypeName, PgSerializerOptions options) =>
            type == typeof(PackedArray) && dataTypeName is { IsArray: true } name
                ? new PgTypeInfo(options, new Converter(), new PgTypeId(name)) { SupportsReading = false }
                : null;
    }

    private sealed class Converter : PgStreamingConverter<PackedArray>
    {
        public override Size GetSize(SizeContext context, PackedArray value, ref object? writeState) => value.Size;

        public override void Write(PgWriter writer, PackedArray value) => writer.WriteBytes(value.Write().Span);

        public override ValueTask WriteAsync(PgWriter writer, PackedArray value, CancellationToken cancellationToken = default) =>
            writer.WriteBytesAsync(value.Write(), cancellationToken);

        public override PackedArray Read(PgReader reader) => throw OnlyWritten();

        public override ValueTask<PackedArray> ReadAsync(PgReader reader, CancellationToken cancellationToken = default) =>
            throw OnlyWritten();

        private static NotSupportedException OnlyWritten() => new("Packed arrays are only written.");
    }
}
