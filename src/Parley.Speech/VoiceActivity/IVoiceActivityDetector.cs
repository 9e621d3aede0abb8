namespace Parley.Speech.VoiceActivity;

/// <summary>Says for one frame after another how likely it holds speech. Not thread-safe: one stream, one detector.</summary>
public interface IVoiceActivityDetector : IDisposable
{
    /// <summary>Rate of the frames in hertz.</summary>
    int SampleRate { get; }

    /// <summary>Samples of one frame.</summary>
    int FrameLength { get; }

    /// <summary>Looks at the next frame.</summary>
    /// <param name="frame">Exactly <see cref="FrameLength"/> samples.</param>
    /// <returns>Probability of speech, 0 to 1.</returns>
    /// <exception cref="ArgumentException">The frame has another length.</exception>
    float Process(ReadOnlySpan<short> frame);

    /// <summary>Forgets what was heard.</summary>
    void Reset();
}
