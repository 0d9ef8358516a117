using GroupExitGrains.Journal.Spool.Queue;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Spool.Segments;

// What the writing thread does. Nothing else changes a file, marks apart.
internal sealed partial class SegmentStore
{
    private void Write()
    {
        var batch = new List<AppendWork>();
        while (_work.TryTake(out var work, Timeout.Infinite))
        {
            long bytes = 0;
            do
            {
                switch (work)
                {
                    case AppendWork append:
                        if (batch.Count > 0 && !Fits(bytes))
                        {
                            Append(batch);
                            bytes = 0;
                        }

                        batch.Add(append);
                        bytes += RecordFrame.HeaderSize + append.Payload.Length;
                        break;
                    case DeadLetterWork letter:
                        Try(letter, SetAside);
                        break;
                    case RetireWork retire:
                        Try(retire, Retire);
                        break;
                    case CheckWork check:
                        Try(check, Check);
                        break;
                    default:
                        throw new System.Diagnostics.UnreachableException();
                }
            }
            while (bytes < MaxBatchBytes && _work.TryTake(out work));

            Append(batch);
        }

        _ended.SetResult();
    }

    private bool Fits(long bytes) => (_active?.Length ?? 0) + bytes < _options.SegmentBytes;

    /// <summary>Makes a batch durable in one segment, with one flush, and empties it.</summary>
    private void Append(List<AppendWork> batch)
    {
        if (batch.Count == 0)
        {
            return;
        }

        try
        {
            var segment = Active();
            var offset = segment.Length;
            var parts = Frames(batch, segment.Name.Salt, out var length);
            segment.Append(parts, length, batch.Count);
            Interlocked.Add(ref _bytes, length);
            Succeeded();
            foreach (var append in batch)
            {
                _index.Add(
                    append.Queue,
                    SpooledRecord.At(segment.Id, offset, append.Payload.Length, append.Heading, append.SpooledAt));
                offset += RecordFrame.HeaderSize + append.Payload.Length;
                Interlocked.Add(ref _claimed, -append.Payload.Length);
                append.Complete();
            }
        }
        catch (Exception exception)
        {
            // Whatever it is: this thread goes on, and those who wait are told.
            Fault(exception);
            Abandon();
            FailAppends(batch, exception);
        }

        batch.Clear();
    }

    private static List<ReadOnlyMemory<byte>> Frames(List<AppendWork> batch, ulong salt, out long length)
    {
        var headers = new byte[batch.Count * RecordFrame.HeaderSize];
        var parts = new List<ReadOnlyMemory<byte>>(batch.Count * 2);
        length = headers.Length;
        for (var i = 0; i < batch.Count; i++)
        {
            var header = headers.AsMemory(i * RecordFrame.HeaderSize, RecordFrame.HeaderSize);
            RecordFrame.WriteHeader(header.Span, salt, batch[i].SpooledAt, batch[i].Payload);
            parts.Add(header);
            parts.Add(batch[i].Payload);
            length += batch[i].Payload.Length;
        }

        return parts;
    }

    private Segment Active()
    {
        if (_active is not null && _active.Length < _options.SegmentBytes)
        {
            return _active;
        }

        _active = Open(SegmentName.New(++_lastNumber));
        return _active;
    }

    private Segment Open(SegmentName name)
    {
        var segment = new Segment(_folder, name) { Id = ++_lastId };
        _segments[segment.Id] = segment;
        return segment;
    }

    /// <summary>Leaves the segment that a write failed in, and takes back what is in it and was not accepted.</summary>
    private void Abandon()
    {
        if (_active is not { } failed)
        {
            return;
        }

        _active = null;
        try
        {
            failed.Rewind();
            if (failed.Waiting == 0)
            {
                Retire(failed);
            }
        }
        catch (Exception exception)
        {
            LogAbandonFailed(_logger, exception, failed.Name);
        }
    }

    private void FailAppends(IEnumerable<AppendWork> appends, Exception cause)
    {
        foreach (var append in appends)
        {
            _index.Release(append.Queue);
            Interlocked.Add(ref _claimed, -append.Payload.Length);
            append.Fail(new JournalUnavailableException("The spool's disk did not take a callback.", cause));
        }
    }

    private void SetAside(DeadLetterWork letter)
    {
        if (_deadLetters is null || _deadLetters.Length >= _options.SegmentBytes)
        {
            _deadLetters?.Dispose();
            _deadLetters = null;
            _deadLetters = new Segment(_folder, SegmentName.New(++_lastNumber), SegmentName.DeadLetters);
        }

        var header = new byte[RecordFrame.HeaderSize];
        RecordFrame.WriteHeader(header, _deadLetters.Name.Salt, letter.SetAsideAt, letter.Payload.Span);
        try
        {
            _deadLetters.Append([header, letter.Payload], header.Length + letter.Payload.Length, records: 1);
            Interlocked.Increment(ref _deadLetterCount);
        }
        catch
        {
            _deadLetters.Dispose();
            _deadLetters = null;
            throw;
        }
    }

    private void Retire(RetireWork retire)
    {
        // It may have taken another record since it was asked for.
        if (retire.Segment.Waiting == 0)
        {
            Retire(retire.Segment);
        }
    }

    private void Retire(Segment segment)
    {
        if (_active == segment)
        {
            _active = null;
        }

        if (_segments.TryRemove(segment.Id, out _))
        {
            Interlocked.Add(ref _bytes, -segment.Length);
            segment.Retire();
        }
    }

    /// <summary>Writes as much as a callback might need, and takes it back.</summary>
    private void Check(CheckWork check)
    {
        var name = SegmentName.New(++_lastNumber);
        using (var file = _folder.OpenFile(name.ToString()))
        {
            try
            {
                file.Write([new byte[CheckBytes]], 0);
                file.Flush();
            }
            finally
            {
                file.Truncate(0);
            }
        }

        _folder.Delete(name.ToString());
        Succeeded();
    }

    private void Try<T>(T work, Action<T> action)
        where T : SpoolWork
    {
        try
        {
            action(work);
            work.Complete();
        }
        catch (Exception exception)
        {
            Fault(exception);
            work.Fail(exception);
        }
    }

    private void Succeeded()
    {
        if (_lastFault is not null)
        {
            _lastFault = null;
            LogDiskWell(_logger);
        }
    }

    private void Fault(Exception exception)
    {
        _lastFault = exception.Message;
        LogDiskFault(_logger, exception);
    }
}
