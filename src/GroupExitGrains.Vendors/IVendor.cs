namespace GroupExitGrains.Vendors;

/// <summary>
/// One vendor's way of calling back: how its requests are verified, read and answered. Stateless and safe for any number
/// of threads; what differs between sources of the same vendor comes with each call.
/// </summary>
public interface IVendor
{
    /// <summary>The name used in configuration, for example <c>OpenIM</c>.</summary>
    string Name { get; }

    /// <summary>The name used in the admin API, for example <c>open-im</c>.</summary>
    string Id { get; }

    /// <summary>The vendor's OK, for whatever has been recorded: the same bytes each time.</summary>
    ReadOnlyMemory<byte> Ok { get; }

    /// <summary>
    /// Verifies and reads one request. Never throws: whatever the bytes are, the result says what they mean or what is
    /// wrong with them.
    /// </summary>
    ReadResult Read(in WebhookRequest request, SourceSettings settings);

    /// <summary>
    /// The answer, even a FAIL, must say again what stands in the body: the vendor copies it over the operation, and what is
    /// left out is emptied. Such a request is not answered before its body is read.
    /// </summary>
    /// <param name="request">The request; its body may be missing still.</param>
    bool EchoesBody(in WebhookRequest request);

    /// <summary>
    /// The vendor's FAIL. It is a JSON object whatever the status, and it never asks the vendor to block an operation.
    /// </summary>
    /// <param name="request">The request answered, as far as it is known.</param>
    /// <param name="status">The HTTP status it goes with; the vendor's error code is the same number.</param>
    /// <param name="cause">A kebab-case word.</param>
    /// <param name="detail">What is wrong. Holds no secret.</param>
    ReadOnlyMemory<byte> Fail(in WebhookRequest request, int status, string cause, string detail);
}
