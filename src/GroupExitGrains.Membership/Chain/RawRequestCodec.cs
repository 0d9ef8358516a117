namespace GroupExitGrains.Membership;

/// <summary>
/// The canonical bytes of a <see cref="RawRequest"/>, version 1: field 1 the query, then for each header field 2 its name
/// and field 3 its value, then field 4 the body. They are what is stored, and their SHA-256 is the request's digest.
/// </summary>
public static class RawRequestCodec
{
    private const byte Version = 1;

    /// <summary>Encodes a request.</summary>
    public static byte[] Encode(RawRequest request)
    {
        var writer = new CanonicalWriter(Version, request.Body.Length + request.Query.Length + 256);
        writer.Text(1, request.Query);
        foreach (var header in request.Headers)
        {
            writer.Text(2, header.Key);
            writer.Text(3, header.Value);
        }

        writer.Bytes(4, request.Body.Span);
        return writer.Finish();
    }

    /// <summary>Decodes a request. Its body is a part of the given memory.</summary>
    /// <exception cref="JournalDamagedException">The bytes are not what <see cref="Encode"/> writes.</exception>
    public static RawRequest Decode(ReadOnlyMemory<byte> bytes)
    {
        var reader = new CanonicalReader(bytes.Span, Version);
        var query = "";
        string? name = null;
        var headers = new List<KeyValuePair<string, string>>();
        var body = ReadOnlyMemory<byte>.Empty;
        while (reader.Read())
        {
            switch (reader.Tag)
            {
                case 1: query = reader.Text(); break;
                case 2: name = reader.Text(); break;
                case 3 when name is not null: headers.Add(new(name, reader.Text())); break;
                case 4: body = bytes.Slice(reader.ValueOffset, reader.Value.Length); break;
                default: throw new JournalDamagedException($"Field {reader.Tag} does not belong to a request.");
            }
        }

        return new RawRequest(query, headers, body);
    }
}
