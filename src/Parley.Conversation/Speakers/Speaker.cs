using System.Runtime.CompilerServices;
using System.Threading.Channels;
using Parley.Audio.Resampling;

namespace Parley.Conversation.Speakers;

/// <summary>
/// A listener of a session. One reader of frames; everything else from any thread. What is held back lies in the clips of the message
/// being spoken, so the listener itself queues nothing: an interruption leaves nothing behind.
/// </summary>
public sealed class Speaker : IAsyncDisposable
{
    // Kept back while it is not known whether more follows, so that the last frame can say that it is the last: 10 ms.
    private const int TailsPerSecond = 100;

    // What a resampler holds back and gives out at the end, in samples of 48 kHz from 8 kHz.
    private const int FlushRoom = 512;

    private readonly Lock _gate = new();
    private readonly TimeProvider _time;
    private readonly ITimer _timer;
    private readonly Action<Speaker> _closed;
    private readonly Channel<bool> _signal = Channel.CreateBounded<bool>(new BoundedChannelOptions(1) { SingleReader = true, FullMode = BoundedChannelFullMode.DropWrite });
    private readonly short[] _frame;
    private short[] _input = [];
    private Resampler? _resampler;
    private MessageSpeech? _speech;
    private PlayoutPosition _playout;
    private int _clip;
    private int _position;
    private int _index;
    private bool _isHeld;
    private bool _isAtEnd;
    private bool _isClosed;

    internal Speaker(SpeakerOptions options, TimeProvider time, Action<Speaker> closed)
    {
        Options = options;
        _time = time;
        _closed = closed;
        _playout = new PlayoutPosition(time);
        _frame = new short[Math.Max(1, (int)(options.FrameLength.Ticks * options.SampleRate / TimeSpan.TicksPerSecond) + FlushRoom)];
        _timer = time.CreateTimer(static state => ((Speaker)state!).Signal(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Unique id.</summary>
    public Guid Id { get; } = Guid.NewGuid();

    /// <summary>How it listens.</summary>
    public SpeakerOptions Options { get; }

    /// <summary>
    /// The frames as they fall due: at most <see cref="SpeakerOptions.Lead"/> ahead of being played. Ends when the speaker or the session is
    /// closed. A frame taken before an interruption may be sent after it: a face drops frames of the message that <c>SpeechInterrupted</c> names.
    /// </summary>
    /// <exception cref="InvalidOperationException">The speaker takes clips.</exception>
    public IAsyncEnumerable<SpeechFrame> ReadFramesAsync(CancellationToken cancellationToken = default) => Options.Kind == SpeakerKind.Frames
        ? ReadAsync(cancellationToken)
        : throw new InvalidOperationException("A speaker of clips has no frames.");

    /// <summary>Stops listening.</summary>
    public async ValueTask DisposeAsync()
    {
        Close();
        await _timer.DisposeAsync();
        _closed(this);
    }

    /// <summary>When the first frame of the current message was handed out; null before.</summary>
    internal long? FirstFrameAt { get; private set; }

    /// <summary>Raised when the first frame of a message is handed out; on the reader's thread.</summary>
    internal Action<Speaker, MessageSpeech>? FirstFrame { get; set; }

    internal void Begin(MessageSpeech speech)
    {
        lock (_gate)
        {
            End();
            _speech = speech;
            speech.Changed += Signal;
            _playout = new PlayoutPosition(_time);
            _clip = _position = _index = 0;
            _isHeld = _isAtEnd = false;
            _resampler = null;
            FirstFrameAt = null;
        }

        if (Options.Kind == SpeakerKind.Clips)
        {
            speech.Want(int.MaxValue);
        }

        Signal();
    }

    internal void Hold()
    {
        lock (_gate)
        {
            _isHeld = true;
            if (Options.ClearsOnHold && Options.Kind == SpeakerKind.Frames)
            {
                _playout.Clear();
            }
        }
    }

    internal void Resume()
    {
        lock (_gate)
        {
            if (!_isHeld)
            {
                return;
            }

            _isHeld = false;
            if (Options.ClearsOnHold && Options.Kind == SpeakerKind.Frames && _speech is not null)
            {
                var (clip, offset, start) = _speech.FirstUnheard(_playout.Played);
                _clip = clip;
                _position = (int)(offset.Ticks * (_speech.ClipAt(clip)?.SampleRate ?? 0) / TimeSpan.TicksPerSecond);
                _resampler = null;
                _isAtEnd = false;
                _playout.Restart(start);
            }
        }

        Signal();
    }

    /// <summary>Drops what was not sent. Returns how much of the message was heard, in audio time.</summary>
    internal TimeSpan Cancel()
    {
        lock (_gate)
        {
            var heard = Options.ClearsOnInterrupt ? _playout.Played : _playout.Sent;
            End();
            return heard;
        }
    }

    /// <summary>How much of the message's audio has been played by the clock, and whether it is all.</summary>
    internal (TimeSpan Played, bool IsDone) Progress()
    {
        lock (_gate)
        {
            if (Options.Kind == SpeakerKind.Clips)
            {
                return (_playout.Played, _speech is null);
            }

            return (_playout.Played, _speech is null || (_isAtEnd && _playout.Played >= _playout.Sent));
        }
    }

    /// <summary>A clip of the message was announced to the listener.</summary>
    internal void Announced(TimeSpan duration)
    {
        lock (_gate)
        {
            _playout.Send(duration);
        }
    }

    internal void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            End();
        }

        Signal();
    }

    private void End()
    {
        if (_speech is not null)
        {
            _speech.Changed -= Signal;
            _speech = null;
        }
    }

    private void Signal() => _signal.Writer.TryWrite(true);

    private async IAsyncEnumerable<SpeechFrame> ReadAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(static state => ((Speaker)state!).Signal(), this);
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (TryTake(out var frame, out var first, out var isClosed))
            {
                if (first is not null)
                {
                    FirstFrame?.Invoke(this, first);
                }

                yield return frame;
                continue;
            }

            if (isClosed)
            {
                yield break;
            }

            await _signal.Reader.ReadAsync(CancellationToken.None);
        }
    }

    private bool TryTake(out SpeechFrame frame, out MessageSpeech? first, out bool isClosed)
    {
        frame = default;
        first = null;
        lock (_gate)
        {
            isClosed = _isClosed;
            if (_isClosed || _isHeld || _speech is null || _isAtEnd)
            {
                return false;
            }

            var ahead = _playout.Sent - _playout.Played;
            if (ahead > TimeSpan.Zero && ahead + Options.FrameLength > Options.Lead)
            {
                _timer.Change(Later(ahead + Options.FrameLength - Options.Lead), Timeout.InfiniteTimeSpan);
                return false;
            }

            var (count, isLast) = Fill();
            if (_isAtEnd)
            {
                _speech.Notify();
            }

            if (count == 0)
            {
                return false;
            }

            _playout.Send(TimeSpan.FromTicks(count * TimeSpan.TicksPerSecond / Options.SampleRate));
            if (_index == 0)
            {
                FirstFrameAt = _time.GetTimestamp();
                first = _speech;
            }

            frame = new SpeechFrame(_speech.TurnId, _speech.MessageId, _index++, _frame.AsMemory(0, count), Options.SampleRate, isLast);
            return true;
        }
    }

    // A timer that fires a hair early would find nothing due and wait again: round up to the millisecond timers have.
    private static TimeSpan Later(TimeSpan delay) => TimeSpan.FromMilliseconds(Math.Max(1, Math.Ceiling(delay.TotalMilliseconds)));

    /// <summary>Puts the next frame into <see cref="_frame"/>; nothing when more must be awaited.</summary>
    private (int Count, bool IsLast) Fill()
    {
        while (_speech!.ClipAt(_clip) is { } clip)
        {
            _speech.Want(_clip);
            var isGrowing = !clip.IsComplete;
            var available = clip.Length - _position;
            if (available <= 0 && !isGrowing)
            {
                _clip++;
                _position = 0;
                continue;
            }

            if (available <= 0)
            {
                return default;
            }

            var rate = clip.SampleRate;
            var tail = rate / TailsPerSecond;
            var whole = (int)(Options.FrameLength.Ticks * rate / TimeSpan.TicksPerSecond);
            var needed = _index == 0 ? (int)(Options.FirstFrameLength.Ticks * rate / TimeSpan.TicksPerSecond) : whole;
            int count;
            var isLast = false;
            if (isGrowing)
            {
                if (available < needed + tail)
                {
                    return default;
                }

                count = Math.Min(whole, available - tail);
            }
            else
            {
                var (hasLater, isKnown) = Later(_clip + 1);
                count = hasLater || isKnown ? Math.Min(whole, available) : Math.Min(whole, available - tail);
                if (count <= 0)
                {
                    return default;
                }

                isLast = isKnown && !hasLater && count == available;
            }

            if (Convert(clip, count, isLast) is var written and > 0)
            {
                return (written, isLast);
            }
        }

        _isAtEnd = _speech.IsComplete;
        return default;
    }

    /// <summary>Whether samples follow in later clips, and whether that is certain.</summary>
    private (bool HasLater, bool IsKnown) Later(int index)
    {
        while (_speech!.ClipAt(index) is { } clip)
        {
            if (clip.Length > 0)
            {
                return (true, true);
            }

            if (!clip.IsComplete)
            {
                return (false, false);
            }

            index++;
        }

        return (false, _speech.IsComplete);
    }

    private int Convert(SpeechClip clip, int count, bool isLast)
    {
        if (clip.SampleRate == Options.SampleRate)
        {
            _position += clip.TryRead(_position, _frame.AsSpan(0, count));
            return count;
        }

        if (_resampler?.InputRate != clip.SampleRate)
        {
            _resampler = new Resampler(clip.SampleRate, Options.SampleRate);
        }

        if (_input.Length < count)
        {
            _input = new short[count];
        }

        clip.TryRead(_position, _input.AsSpan(0, count));
        _position += count;
        var written = _resampler.Process(_input.AsSpan(0, count), _frame);
        if (isLast || (clip.IsComplete && _position >= clip.Length))
        {
            written += _resampler.Flush(_frame.AsSpan(written));
            _resampler = null;
        }

        return written;
    }
}
