using Parley.Audio;

namespace Parley.Devices.Echo;

/// <summary>
/// Hands what the speaker plays to the microphone's side frame by frame. Both run in real time but in bursts and by two clocks, so one
/// frame is kept in reserve, and what has gathered beyond need is dropped: played sound must never be paired with a capture so late that
/// the echo comes first.
/// </summary>
internal sealed class PlayedSignal
{
    private const int WindowFrames = 100;
    private const int SlackFrames = 2;

    private readonly AudioQueue _queue;
    private readonly short[] _dropped;
    private int _least = int.MaxValue;
    private int _frames;

    public PlayedSignal(PcmFormat format, int frameLength)
    {
        _queue = new AudioQueue(format, TimeSpan.FromMilliseconds(500));
        _dropped = new short[frameLength];
        _queue.Push(_dropped);
    }

    public void Add(ReadOnlySpan<short> samples) => _queue.Push(samples);

    /// <summary>The next frame. False when it is silent.</summary>
    public bool Take(Span<short> frame)
    {
        var read = _queue.TryRead(frame);
        frame[read..].Clear();
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

        for (var excess = _least - (SlackFrames * frameLength); excess > 0; excess -= frameLength)
        {
            _queue.TryRead(_dropped.AsSpan(0, Math.Min(excess, _dropped.Length)));
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
