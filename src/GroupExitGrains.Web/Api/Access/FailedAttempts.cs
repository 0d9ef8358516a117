using System.Net;
using System.Net.Sockets;
using GroupExitGrains.Web.Configuration;

namespace GroupExitGrains.Web.Api;

/// <summary>
/// Counts wrong keys per address. An address with too many is not listened to for the rest of its minute, not even with a
/// right key: whoever guesses would learn from the difference. An IPv6 address stands for its /64, which one machine can
/// have all of.
/// </summary>
internal sealed class FailedAttempts(GroupExitOptions options, TimeProvider time)
{
    private const int MostAddresses = 10_000;
    private const int PrefixBytes = 8;
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Lock _gate = new();
    private readonly Dictionary<IPAddress, Failures> _failures = [];
    private readonly Queue<(IPAddress Address, long At)> _oldest = new();

    /// <summary>How many addresses are remembered.</summary>
    public int Count
    {
        get
        {
            lock (_gate)
            {
                return _failures.Count;
            }
        }
    }

    /// <summary>How long an address is not listened to from now on; null if it is.</summary>
    public TimeSpan? Wait(IPAddress? address)
    {
        lock (_gate)
        {
            Forget();
            return _failures.TryGetValue(Whole(address), out var failures) && failures.Count >= options.Admin.FailedAttemptsPerMinute
                ? Window - time.GetElapsedTime(failures.Since)
                : null;
        }
    }

    /// <summary>An address has presented a wrong key.</summary>
    public void Add(IPAddress? address)
    {
        var whole = Whole(address);
        lock (_gate)
        {
            Forget();
            if (_failures.TryGetValue(whole, out var failures))
            {
                _failures[whole] = failures with { Count = failures.Count + 1 };
                return;
            }

            // Memory is bounded whoever sends; who has this many addresses is not stopped by counting them.
            if (_failures.Count == MostAddresses)
            {
                _failures.Remove(_oldest.Dequeue().Address);
            }

            var now = time.GetTimestamp();
            _failures[whole] = new Failures(1, now);
            _oldest.Enqueue((whole, now));
        }
    }

    private void Forget()
    {
        while (_oldest.TryPeek(out var first) && time.GetElapsedTime(first.At) >= Window)
        {
            _failures.Remove(_oldest.Dequeue().Address);
        }
    }

    private static IPAddress Whole(IPAddress? address)
    {
        if (address is null)
        {
            return IPAddress.None;
        }

        if (address.IsIPv4MappedToIPv6)
        {
            return address.MapToIPv4();
        }

        if (address.AddressFamily != AddressFamily.InterNetworkV6)
        {
            return address;
        }

        Span<byte> bytes = stackalloc byte[16];
        address.TryWriteBytes(bytes, out _);
        bytes[PrefixBytes..].Clear();
        return new IPAddress(bytes);
    }

    private readonly record struct Failures(int Count, long Since);
}
