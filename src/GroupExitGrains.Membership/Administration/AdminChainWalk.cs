using System.Text.Json;

namespace GroupExitGrains.Membership;

/// <summary>
/// Walks the chain of actions from its beginning and notes which keys they made and revoked, so that a key that was put into
/// the table behind this program's back is found out.
/// </summary>
public sealed class AdminChainWalk
{
    private readonly Dictionary<string, string> _made = new(StringComparer.Ordinal);
    private readonly HashSet<string> _revoked = new(StringComparer.Ordinal);
    private EntryHash _head;
    private long _sequence;
    private (long Sequence, string Reason)? _fault;

    /// <summary>Takes the next row; false once something does not hold.</summary>
    public bool Next(long sequence, EntryHash previous, EntryHash hash, ReadOnlySpan<byte> action)
    {
        var reason = sequence != _sequence + 1 ? $"action {_sequence + 1} is missing"
            : previous != _head ? "the previous hash is not that of the action before"
            : hash != AdminChain.Hash(previous, sequence, action) ? "the hash is not that of the action"
            : Note(action);
        if (reason is not null)
        {
            _fault ??= (_sequence + 1, reason);
            return false;
        }

        (_sequence, _head) = (sequence, hash);
        return true;
    }

    /// <summary>What was found.</summary>
    /// <param name="headSequence">The sequence of the head row.</param>
    /// <param name="headHash">The hash of the head row.</param>
    /// <param name="keys">Every key of the table.</param>
    public Verification Result(long headSequence, EntryHash headHash, IEnumerable<StoredKey> keys)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (_fault is null && (headSequence != _sequence || headHash != _head))
        {
            _fault = (headSequence, "the head row is not the last action");
        }

        if (_fault is null && keys.Select(Fault).FirstOrDefault(fault => fault is not null) is { } key)
        {
            _fault = (_sequence, key);
        }

        return new Verification(_fault is null, _sequence, headHash, _fault?.Sequence, _fault?.Reason);
    }

    /// <summary>What an action says of the key it makes: all that decides what the key may do.</summary>
    public static string DetailsOf(StoredKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            json.WriteString("name", key.Name);
            json.WriteString("role", key.Role);
            json.WriteStartArray("sources");
            foreach (var source in key.Sources)
            {
                json.WriteStringValue(source);
            }

            json.WriteEndArray();
            if (key.ExpiresAt is { } expires)
            {
                json.WriteString("expiresAt", expires.UtcDateTime);
            }

            json.WriteString("digest", key.Digest.ToString());
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.ToArray());
    }

    private string? Note(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var action = AdminActionCodec.Decode(bytes);
            if (action is { What: AdminActions.KeyCreated, Target: { } made })
            {
                _made[made] = action.Details;
            }
            else if (action is { What: AdminActions.KeyRevoked, Target: { } revoked })
            {
                _revoked.Add(revoked);
            }

            return null;
        }
        catch (JournalDamagedException damage)
        {
            return damage.Message;
        }
    }

    private string? Fault(StoredKey key)
    {
        if (!_made.TryGetValue(AdminActions.TargetOfKey(key.Id), out var details))
        {
            return $"no action made the key {key.Id}";
        }

        if (details != DetailsOf(key))
        {
            return $"the key {key.Id} is not as it was made";
        }

        return _revoked.Contains(AdminActions.TargetOfKey(key.Id)) == key.RevokedAt is not null
            ? null
            : $"the key {key.Id} is {(key.RevokedAt is null ? "live, though an action revoked it" : "revoked, though no action did so")}";
    }
}
