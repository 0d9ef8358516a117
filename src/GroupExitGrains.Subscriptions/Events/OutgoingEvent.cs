namespace GroupExitGrains.Subscriptions;

/// <summary>An event as it is posted. The same each time that it is, but for time and signature.</summary>
/// <param name="Id">Its id: a receiver that has seen it has seen the event.</param>
/// <param name="ContentType">The type of the body.</param>
/// <param name="Headers">Headers that belong to the event.</param>
/// <param name="Body">The body.</param>
internal sealed record OutgoingEvent(
    string Id, string ContentType, IReadOnlyList<KeyValuePair<string, string>> Headers, ReadOnlyMemory<byte> Body);
