using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Segments;

// What an earlier process left. Its segments are read and drained, never appended to.
internal sealed partial class SegmentStore
{
    private void Recover()
    {
        var names = _folder.List();
        _lastNumber = names.Select(NumberOf).DefaultIfEmpty(0).Max();
        var waiting = Named(names, SegmentName.Waiting).OrderBy(name => name.Number).ToList();
        waiting.ForEach(Recover);

        foreach (var name in Named(names, SegmentName.DeadLetters))
        {
            using var letters = new Segment(_folder, name, SegmentName.DeadLetters);
            new SegmentScan(letters.File, name.Salt).Read(
                (_, _, _) =>
                {
                    _deadLetterCount++;
                    return true;
                },
                static _ => { });
        }

        foreach (var name in Named(names, SegmentName.Drained).Except(waiting))
        {
            _folder.Delete(name.File(SegmentName.Drained));
        }

        if (_index.Depth > 0)
        {
            LogRecovered(_logger, _index.Depth, _index.Groups, _segments.Count);
        }
    }

    private void Recover(SegmentName name)
    {
        var segment = Open(name);
        var drained = segment.Marks.Load();
        var waiting = 0;
        var end = new SegmentScan(segment.File, name.Salt).Read(
            (offset, spooledAt, payload) =>
            {
                if (drained.Contains(offset))
                {
                    return true;
                }

                if (!TryReadHeading(payload, out var heading))
                {
                    return false;
                }

                _index.Restore(heading.Group, SpooledRecord.At(segment.Id, offset, payload.Length, heading, spooledAt));
                waiting++;
                return true;
            },
            unreadable =>
            {
                segment.IsDamaged = true;
                LogDamaged(_logger, name, unreadable.Offset, unreadable.Length);
            });
        CutTail(segment, end);
        segment.Found(end, waiting);
        _bytes += end;
        if (waiting == 0)
        {
            Retire(segment);
        }
    }

    /// <summary>
    /// Cuts off what a write that was interrupted left at the end. It was not accepted, or it was and is damaged: which of
    /// the two cannot be told, so the bytes are kept aside.
    /// </summary>
    private void CutTail(Segment segment, long end)
    {
        var tail = new byte[segment.File.Length - end];
        if (tail.Length == 0)
        {
            return;
        }

        segment.File.Read(tail, end);
        if (tail.AsSpan().ContainsAnyExcept((byte)0))
        {
            using var kept = _folder.OpenFile(segment.Name.File(SegmentName.Cut));
            kept.Write([tail], kept.Length);
            kept.Flush();
            _folder.Flush();
        }

        segment.File.Truncate(end);
        LogTailCut(_logger, segment.Name, end, tail.Length);
    }

    private static bool TryReadHeading(ReadOnlySpan<byte> payload, out CallbackHeading heading)
    {
        try
        {
            heading = CallbackCodec.DecodeHeading(payload);
            return true;
        }
        catch (JournalDamagedException)
        {
            // The checksum holds, so another version wrote it. It is reported as what it is: unreadable here.
            heading = default;
            return false;
        }
    }

    private static IEnumerable<SegmentName> Named(IReadOnlyList<string> files, string ending)
    {
        foreach (var file in files)
        {
            if (SegmentName.TryParse(file, ending, out var name))
            {
                yield return name;
            }
        }
    }

    private static int NumberOf(string file) =>
        int.TryParse(file.Split('-')[0], System.Globalization.NumberStyles.None, null, out var number) ? number : 0;
}
