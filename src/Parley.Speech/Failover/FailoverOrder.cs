namespace Parley.Speech.Failover;

/// <summary>In which order engines are tried: as configured, but those that failed within the cooldown last. Thread-safe.</summary>
internal sealed class FailoverOrder(int count, TimeSpan cooldown, TimeProvider timeProvider)
{
    private readonly long[] _failedAt = new long[count];

    /// <summary>How many engines there are.</summary>
    public int Count => _failedAt.Length;

    /// <summary>Writes the engines' indices in the order to try them into <paramref name="order"/>, which has one place for each.</summary>
    public void CopyTo(Span<int> order)
    {
        var next = 0;
        for (var i = 0; i < order.Length; i++)
        {
            if (!IsCooling(i))
            {
                order[next++] = i;
            }
        }

        for (var i = 0; i < order.Length; i++)
        {
            if (!order[..next].Contains(i))
            {
                order[next++] = i;
            }
        }
    }

    /// <summary>Notes a failure. False when the engine had failed within the cooldown already: an overloaded one fails many times a second.</summary>
    public bool Failed(int index)
    {
        var isNew = !IsCooling(index);
        Volatile.Write(ref _failedAt[index], Math.Max(1, timeProvider.GetTimestamp()));
        return isNew;
    }

    public void Succeeded(int index)
    {
        if (Volatile.Read(ref _failedAt[index]) != 0)
        {
            Volatile.Write(ref _failedAt[index], 0);
        }
    }

    private bool IsCooling(int index)
    {
        var failed = Volatile.Read(ref _failedAt[index]);
        return failed != 0 && timeProvider.GetElapsedTime(failed) < cooldown;
    }
}
