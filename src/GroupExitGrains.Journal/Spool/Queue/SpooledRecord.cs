using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Queue;

/// <summary>All that is kept in memory of a spooled callback: where it lies, and what it is recognised and ordered by.</summary>
/// <param name="Segment">Id of its segment.</param>
/// <param name="Offset">Where its frame begins.</param>
/// <param name="Length">Bytes of its payload.</param>
/// <param name="IdTag">A part of its id: those of other ids have the same one once in 4 billion.</param>
/// <param name="ReceivedAt">When it was received, in milliseconds since 1970: its order.</param>
/// <param name="SpooledAt">When it was spooled, the same: its age. What is replayed was received long before.</param>
internal readonly record struct SpooledRecord(int Segment, int Offset, int Length, int IdTag, long ReceivedAt, long SpooledAt)
{
    public static SpooledRecord At(int segment, long offset, int length, CallbackHeading heading, long spooledAt) => new(
        segment, (int)offset, length, Tag(heading.Id), heading.ReceivedAt.ToUnixTimeMilliseconds(), spooledAt);

    public static int Tag(CallbackId id)
    {
        Span<byte> bytes = stackalloc byte[CallbackId.Size];
        id.Write(bytes);

        // The last bytes of a UUID of version 7 are random, the first ones its time.
        return System.Buffers.Binary.BinaryPrimitives.ReadInt32BigEndian(bytes[12..]);
    }
}
