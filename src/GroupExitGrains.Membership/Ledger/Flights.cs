using System.Diagnostics.CodeAnalysis;

namespace GroupExitGrains.Membership;

/// <summary>
/// What is in flight, in order. Nearly every group has nothing in flight nearly all of the time, and there are very many: each
/// append knows the next one, so that none costs nothing, where a queue keeps an array for it.
/// </summary>
internal struct Flights
{
    private InFlight? _first;
    private InFlight? _last;

    public readonly bool IsEmpty => _first is null;

    public readonly bool TryPeek([NotNullWhen(true)] out InFlight? first)
    {
        first = _first;
        return first is not null;
    }

    public void Enqueue(InFlight flight)
    {
        if (_last is null)
        {
            _first = flight;
        }
        else
        {
            _last.Next = flight;
        }

        _last = flight;
    }

    public void Dequeue()
    {
        var first = _first!;
        _first = first.Next;

        // One that has grown old would keep all behind it from the collector.
        first.Next = null;
        if (_first is null)
        {
            _last = null;
        }
    }

    public void Clear() => (_first, _last) = (null, null);

    public readonly IEnumerable<InFlight> InOrder()
    {
        for (var flight = _first; flight is not null; flight = flight.Next)
        {
            yield return flight;
        }
    }
}
