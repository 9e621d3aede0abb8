namespace Parley.Conversation.Turns;

/// <summary>The latest turns of a session: the oldest go first. Thread-safe.</summary>
internal sealed class TurnLog
{
    private const int Capacity = 100;

    private readonly Lock _gate = new();
    private readonly Queue<TurnReport> _turns = new(Capacity);
    private int _count;

    /// <summary>How many turns there were in all.</summary>
    public int Count => Volatile.Read(ref _count);

    public void Add(TurnReport turn)
    {
        lock (_gate)
        {
            if (_turns.Count == Capacity)
            {
                _turns.Dequeue();
            }

            _turns.Enqueue(turn);
            _count++;
        }
    }

    /// <summary>The kept ones, oldest first.</summary>
    public IReadOnlyList<TurnReport> ToList()
    {
        lock (_gate)
        {
            return [.. _turns];
        }
    }
}
