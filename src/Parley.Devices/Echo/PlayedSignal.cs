using Parley.Audio;

namespace Parley.Devices.Echo;

/// <summary>
/// Hands what the speaker plays to the microphone's side frame by frame. Both run in real time but in bursts and by two clocks, so one
/// frame is kept in reserve, and what has gathered beyond need is dropped: played sound must never be paired with a capture so late that
/// the echo comes first.
/// </summary>
internal sealed class PlayedSignal
{
    // Soon after the start closely; later only what has run far apart, because every shift makes the filter adapt anew.
    private const int WindowFrames = 25;
    private const int StartWindows = 8;
    private const int StartSlackFrames = 2;
    private const int SlackFrames = 5;

    private readonly AudioQueue _queue;
    private readonly short[] _dropped;
    private int _least = int.MaxValue;
    private int _frames;
    private int _windows;
    private bool _shifted;

    public PlayedSignal(PcmFormat format, int frameLength)
    {
        _queue = new AudioQueue(format, TimeSpan.FromMilliseconds(500));
        _dropped = new short[frameLength];
        _queue.Push(_dropped);
    }

    public void Add(ReadOnlySpan<short> samples) => _queue.Push(samples);

    /// <summary>Whether the two signals have shifted against each other since this was last asked.</summary>
    public bool TakeShifted()
    {
        var shifted = _shifted;
        _shifted = false;
        return shifted;
    }

    /// <summary>The next frame. False when it is silent.</summary>
    public bool Take(Span<short> frame)
    {
        var read = _queue.TryRead(frame);
        frame[read..].Clear();
        _shifted |= read < frame.Length;
        DropBeyondNeed(frame.Length);
        return !IsSilent(frame);
    }

    private void DropBeyondNeed(int frameLength)
    {
        _least = Math.Min(_least, _queue.Count);
        if (++_frames < WindowFrames)
        {
            return;
        }

        var atStart = _windows < StartWindows;
        _windows += atStart ? 1 : 0;
        if (_least > (atStart ? StartSlackFrames : SlackFrames) * frameLength)
        {
            _shifted = true;
            for (var excess = _least - (StartSlackFrames * frameLength); excess > 0; excess -= frameLength)
            {
                _queue.TryRead(_dropped.AsSpan(0, Math.Min(excess, _dropped.Length)));
            }
        }

        _frames = 0;
        _least = int.MaxValue;
    }

    private static bool IsSilent(ReadOnlySpan<short> frame)
    {
        foreach (var sample in frame)
        {
            if (sample != 0)
            {
                return false;
            }
        }

        return true;
    }
}
