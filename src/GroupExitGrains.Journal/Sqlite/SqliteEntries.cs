using System.Runtime.CompilerServices;
using GroupExitGrains.Journal.Sqlite.Reading;
using GroupExitGrains.Journal.Sqlite.Writing;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Sqlite;

/// <summary>The append-only history.</summary>
internal sealed class SqliteEntries(SqliteWriter writer, ReadPool readers) : IJournal
{
    public Task<AppendOutcome> AppendAsync(Append append) => writer.AppendAsync(append);

    public Task<GroupRecord?> FindGroupAsync(GroupKey group, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => GroupReads.Find(database, group), cancellationToken);

    public async IAsyncEnumerable<StoredEntry> ReadAsync(
        GroupKey group,
        long afterSequence,
        bool withRequests,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var stream = new EntryStream(group, afterSequence, withRequests);
        while (!stream.Ended)
        {
            foreach (var entry in await readers.ReadAsync(stream.Read, cancellationToken))
            {
                yield return entry;
            }
        }

        if (stream.Damage is { } damage)
        {
            throw damage;
        }
    }

    public Task<StoredCallback?> FindCallbackAsync(CallbackId id, CancellationToken cancellationToken) =>
        readers.ReadAsync(database => CallbackReads.Find(database, id), cancellationToken);

    public Task<IReadOnlyList<GroupKey>> PendingGroupsAsync(CancellationToken cancellationToken) =>
        readers.ReadAsync(GroupReads.Pending, cancellationToken);
}
