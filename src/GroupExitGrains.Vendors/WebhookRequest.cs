using GroupExitGrains.Membership;
using GroupExitGrains.Vendors.Requests;

namespace GroupExitGrains.Vendors;

/// <summary>One HTTP request of a vendor, reduced to what matters.</summary>
public readonly record struct WebhookRequest
{
    /// <summary>Name of the configured source it came to.</summary>
    public required string Source { get; init; }

    /// <summary>Given at receipt.</summary>
    public required CallbackId CallbackId { get; init; }

    /// <summary>When it was received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>The last segment of the path, decoded, if one follows the source and its secret.</summary>
    public string? CommandFromPath { get; init; }

    /// <summary>The query as sent, undecoded, without its question mark.</summary>
    public string? Query { get; init; }

    /// <summary>The header <c>operationID</c>.</summary>
    public string? OperationId { get; init; }

    /// <summary>The header <c>Content-Type</c>.</summary>
    public string? ContentType { get; init; }

    /// <summary>The header <c>User-Agent</c>.</summary>
    public string? UserAgent { get; init; }

    /// <summary>
    /// The body. It is kept as it is and not copied: nobody may write to this memory as long as the callback lives.
    /// </summary>
    public ReadOnlyMemory<byte> Body { get; init; }

    /// <summary>The request again, from what was kept of it.</summary>
    /// <param name="source">Name of the configured source it came to.</param>
    /// <param name="id">Its id, given at receipt.</param>
    /// <param name="receivedAt">When it was received.</param>
    /// <param name="command">The command in its path, as far as that was kept.</param>
    /// <param name="raw">What <see cref="ToRaw"/> kept.</param>
    public static WebhookRequest FromRaw(
        string source, CallbackId id, DateTimeOffset receivedAt, string? command, RawRequest raw)
    {
        ArgumentNullException.ThrowIfNull(raw);
        return new()
        {
            Source = source,
            CallbackId = id,
            ReceivedAt = receivedAt,
            CommandFromPath = command,
            Query = raw.Query.Length == 0 ? null : raw.Query,
            OperationId = Find("operationid"),
            ContentType = Find("content-type"),
            UserAgent = Find("user-agent"),
            Body = raw.Body,
        };

        string? Find(string name) => raw.Headers.FirstOrDefault(header => header.Key == name).Value;
    }

    /// <summary>What is kept of the request: no signature, no credential, no path.</summary>
    public RawRequest ToRaw() => new(SignedQuery.WithoutSignature(Query ?? ""), ChosenHeaders(), Body);

    private KeyValuePair<string, string>[] ChosenHeaders()
    {
        var count = (OperationId is null ? 0 : 1) + (ContentType is null ? 0 : 1) + (UserAgent is null ? 0 : 1);
        if (count == 0)
        {
            return [];
        }

        var headers = new KeyValuePair<string, string>[count];
        var next = 0;
        Add("operationid", OperationId);
        Add("content-type", ContentType);
        Add("user-agent", UserAgent);
        return headers;

        void Add(string name, string? value)
        {
            if (value is not null)
            {
                headers[next++] = new(name, value);
            }
        }
    }
}
