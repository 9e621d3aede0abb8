using Parley.Speech.Synthesis;

namespace Parley.Conversation.Speakers;

/// <summary>
/// The speech of one <c>ReplyChunk</c>, growing while it is synthesised: signed 16-bit mono. Any number of readers, any thread.
/// Its samples stay as long as somebody holds it.
/// </summary>
public sealed class SpeechClip
{
    private const int SegmentLength = 4096;

    private readonly Lock _gate = new();
    private readonly List<short[]> _segments = [];
    private readonly List<SpokenWord> _words = [];
    private readonly Action<SpeechClip>? _wanted;
    private TaskCompletionSource _changed = NewSignal();
    private Exception? _error;
    private int _length;

    internal SpeechClip(long turnId, Guid messageId, int startIndex, string text, Action<SpeechClip>? wanted = null)
    {
        TurnId = turnId;
        MessageId = messageId;
        StartIndex = startIndex;
        Text = text;
        _wanted = wanted;
    }

    /// <summary>Unique id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>The turn it was made in.</summary>
    public long TurnId { get; }

    /// <summary>The message it speaks.</summary>
    public Guid MessageId { get; }

    /// <summary>First UTF-16 unit of <see cref="Text"/> in the message.</summary>
    public int StartIndex { get; }

    /// <summary>End of the text in the message, exclusive.</summary>
    public int EndIndex => StartIndex + Text.Length;

    /// <summary>What is spoken.</summary>
    public string Text { get; }

    /// <summary>Hertz; 0 until the first samples are there, and for good when there are none.</summary>
    public int SampleRate { get; private set; }

    /// <summary>Whether nothing more comes.</summary>
    public bool IsComplete { get; private set; }

    /// <summary>Samples so far.</summary>
    public int Length
    {
        get
        {
            lock (_gate)
            {
                return _length;
            }
        }
    }

    /// <summary>Length of the samples so far.</summary>
    public TimeSpan Duration => SampleRate == 0 ? TimeSpan.Zero : TimeSpan.FromTicks(Length * TimeSpan.TicksPerSecond / SampleRate);

    /// <summary>The words known so far with their times, text offsets counting from <see cref="StartIndex"/>.</summary>
    public IReadOnlyList<SpokenWord> Words
    {
        get
        {
            lock (_gate)
            {
                return [.. _words];
            }
        }
    }

    /// <summary>
    /// Copies samples from <paramref name="position"/> on, waiting until there is at least one. A clip whose turn was cancelled ends where
    /// it was cut.
    /// </summary>
    /// <returns>How many were copied; 0 at the end.</returns>
    /// <exception cref="Parley.Speech.EngineException">The synthesiser failed; the samples before it are good.</exception>
    public async ValueTask<int> ReadAsync(int position, Memory<short> destination, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(position);
        _wanted?.Invoke(this);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                var copied = CopyTo(position, destination.Span);
                if (copied > 0 || destination.IsEmpty)
                {
                    return copied;
                }

                if (IsComplete)
                {
                    return _error is null ? 0 : throw _error;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Waits until nothing more comes.</summary>
    /// <exception cref="Parley.Speech.EngineException">The synthesiser failed.</exception>
    public async ValueTask WaitAsync(CancellationToken cancellationToken = default)
    {
        _wanted?.Invoke(this);
        while (true)
        {
            Task changed;
            lock (_gate)
            {
                if (IsComplete)
                {
                    if (_error is not null)
                    {
                        throw _error;
                    }

                    return;
                }

                changed = _changed.Task;
            }

            await changed.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Copies what is there from <paramref name="position"/> on, without waiting.</summary>
    internal int TryRead(int position, Span<short> destination)
    {
        lock (_gate)
        {
            return CopyTo(position, destination);
        }
    }

    /// <summary>Completes at the next change after this call.</summary>
    internal Task Changed
    {
        get
        {
            lock (_gate)
            {
                return IsComplete ? Task.CompletedTask : _changed.Task;
            }
        }
    }

    internal void Append(ReadOnlySpan<short> samples, int sampleRate, IReadOnlyList<SpokenWord> words)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (IsComplete)
            {
                return;
            }

            SampleRate = sampleRate;
            for (var i = 0; i < words.Count; i++)
            {
                _words.Add(words[i]);
            }

            while (!samples.IsEmpty)
            {
                var used = _length % SegmentLength;
                if (used == 0)
                {
                    _segments.Add(new short[SegmentLength]);
                }

                var count = Math.Min(samples.Length, SegmentLength - used);
                samples[..count].CopyTo(_segments[^1].AsSpan(used));
                samples = samples[count..];
                _length += count;
            }

            changed = _changed;
            _changed = NewSignal();
        }

        changed.TrySetResult();
    }

    internal void Complete(Exception? error = null)
    {
        TaskCompletionSource changed;
        lock (_gate)
        {
            if (IsComplete)
            {
                return;
            }

            IsComplete = true;
            _error = error;
            changed = _changed;
        }

        changed.TrySetResult();
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    private int CopyTo(int position, Span<short> destination)
    {
        var total = Math.Min(_length - position, destination.Length);
        if (total <= 0)
        {
            return 0;
        }

        for (var done = 0; done < total;)
        {
            var segment = _segments[(position + done) / SegmentLength].AsSpan((position + done) % SegmentLength);
            var count = Math.Min(Math.Min(segment.Length, SegmentLength), total - done);
            segment[..count].CopyTo(destination[done..]);
            done += count;
        }

        return total;
    }
}
