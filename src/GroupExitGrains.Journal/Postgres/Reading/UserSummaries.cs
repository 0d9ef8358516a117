using GroupExitGrains.Journal.Postgres.Connections;
using GroupExitGrains.Journal.Rows;
using GroupExitGrains.Membership;

namespace GroupExitGrains.Journal.Postgres.Reading;

/// <summary>What a user's entries over all groups come to.</summary>
internal sealed class UserSummaries(Reads reads)
{
    private const string TrailSql =
        """
        SELECT e.position, e.group_key, e.kind, e.effect, e.since
        FROM entries AS e JOIN groups AS g USING (group_key)
        WHERE e.user_hash = $1 AND e.user_id = $2 AND g.source = $3
        ORDER BY e.position
        """;

    private const string FactsSql =
        "SELECT e.position, c.facts FROM entries AS e JOIN callbacks AS c ON c.id = e.callback_id WHERE e.position = ANY ($1)";

    public async Task<UserSummary?> FindAsync(UserKey user, CancellationToken cancellationToken)
    {
        if (!StorableText.Fits(user.Source) || !StorableText.Fits(user.UserId))
        {
            return null;
        }

        // An entry's position finds its callback.
        var trail = new UserTrail();
        var entries = reads.RowsAsync(
            TrailSql,
            parameters =>
            {
                parameters.AddWithValue(UserHash.Of(user.Source, user.UserId));
                parameters.AddWithValue(user.UserId);
                parameters.AddWithValue(user.Source);
            },
            reader => (
                Position: reader.GetInt64(0),
                Group: reader.GetInt64(1),
                Kind: (EntryKind)reader.GetInt16(2),
                Effect: (EntryEffect)reader.GetInt16(3),
                Since: reader.IsDBNull(4) ? (DateTimeOffset?)null : UnixTime.Read(reader.GetInt64(4))),
            int.MaxValue,
            cancellationToken);
        await foreach (var entry in entries)
        {
            trail.Add(entry.Group, entry.Position, entry.Kind, entry.Effect, entry.Since);
        }

        return trail.IsEmpty ? null : new(user, await MembershipsAsync(trail, cancellationToken), trail.Exits);
    }

    private async Task<IReadOnlyList<UserMembership>> MembershipsAsync(UserTrail trail, CancellationToken cancellationToken)
    {
        var latest = trail.In.ToDictionary(entry => entry.CallbackKey);
        var memberships = await reads.AllAsync(
            FactsSql,
            parameters => parameters.AddWithValue(latest.Keys.ToArray()),
            reader => latest[reader.GetInt64(0)].Membership(CallbackFactsCodec.Decode(reader.GetFieldValue<byte[]>(1))),
            cancellationToken);
        return [.. memberships.OfType<UserMembership>().OrderBy(membership => membership.GroupId, StringComparer.Ordinal)];
    }
}
