using System.Globalization;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Rows;

/// <summary>Gathers a page of entries: at most the query's limit, and not more text than a client may be sent at once.</summary>
internal sealed class EntryPageBuilder(AuditQuery query)
{
    /// <summary>Canonical bytes of facts on one page; a reason may be megabytes long and repeats with each entry.</summary>
    public const long MaxFactsBytes = 4L * 1024 * 1024;

    private readonly List<AuditEntry> _items = new(Math.Min(query.Limit, 64));
    private long _factsBytes;
    private bool _more;

    /// <summary>Takes the next matching entry; false if it has to start the next page, which ends this one.</summary>
    public bool TryAdd(AuditEntry entry, int factsBytes)
    {
        _factsBytes += factsBytes;
        if (_items.Count == query.Limit || (_items.Count > 0 && _factsBytes > MaxFactsBytes))
        {
            _more = true;
            return false;
        }

        _items.Add(entry);
        return true;
    }

    public Page<AuditEntry> Build()
    {
        if (!_more)
        {
            return new(_items, null);
        }

        var last = _items[^1];
        var next = query.GroupId is null ? last.Position : last.Entry.Sequence;
        return new(_items, next.ToString(CultureInfo.InvariantCulture));
    }
}
