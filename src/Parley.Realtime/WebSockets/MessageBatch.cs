using System.Net.WebSockets;

namespace Parley.Realtime;

/// <summary>Messages laid end to end in one pooled buffer. Not thread-safe; it has one owner at a time.</summary>
internal sealed class MessageBatch
{
    // An idle connection has none: the thread that writes keeps a pair for the next.
    [ThreadStatic]
    private static MessageBatch? s_spare;

    [ThreadStatic]
    private static MessageBatch? s_secondSpare;

    private readonly PooledBufferWriter _bytes = new();
    private (int Length, WebSocketMessageType Type)[] _entries = [];
    private int _next;
    private int _offset;

    public int Count { get; private set; }

    /// <summary>An empty batch; give it back with <see cref="Return"/>.</summary>
    public static MessageBatch Rent()
    {
        var batch = s_spare ?? new MessageBatch();
        s_spare = s_secondSpare;
        s_secondSpare = null;
        return batch;
    }

    public void Add(ReadOnlySpan<byte> payload, WebSocketMessageType type)
    {
        if (Count == _entries.Length)
        {
            Array.Resize(ref _entries, Math.Max(4, 2 * Count));
        }

        _bytes.Write(payload);
        _entries[Count++] = (payload.Length, type);
    }

    /// <summary>The next message to write; with <paramref name="merge"/>, its neighbours of the same type too.</summary>
    public bool TryNext(bool merge, out ReadOnlyMemory<byte> payload, out WebSocketMessageType type, out int messages)
    {
        messages = 0;
        var length = 0;
        type = default;
        while (_next < Count && (messages == 0 || (merge && _entries[_next].Type == type)))
        {
            type = _entries[_next].Type;
            length += _entries[_next].Length;
            _next++;
            messages++;
        }

        payload = _bytes.WrittenMemory.Slice(_offset, length);
        _offset += length;
        return messages > 0;
    }

    public void Clear()
    {
        Count = 0;
        _next = 0;
        _offset = 0;
        _bytes.Clear();
    }

    public void Return()
    {
        Clear();
        _bytes.Dispose();
        if (_entries.Length > 64)
        {
            _entries = [];
        }

        s_secondSpare = s_spare;
        s_spare = this;
    }
}
