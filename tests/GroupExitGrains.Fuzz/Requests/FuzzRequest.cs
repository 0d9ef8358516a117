namespace GroupExitGrains.Fuzz;

/// <summary>A request as bytes, and what may be expected of an answer.</summary>
/// <param name="Bytes">All that is sent: one request, or several behind each other.</param>
/// <param name="Count">How many answers are due.</param>
/// <param name="IsSound">It is framed as HTTP wants it, so an answer of the program itself is due; else the server may end it.</param>
/// <param name="Source">The source that it reaches; null if the path leads elsewhere.</param>
/// <param name="IsHead">No body comes with the answer.</param>
/// <param name="Body">The body that the program sees; null where that is not known.</param>
internal sealed record FuzzRequest(byte[] Bytes, int Count, bool IsSound, string? Source, bool IsHead, byte[]? Body);
