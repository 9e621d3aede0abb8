namespace Parley.Audio.VoiceActivity;

/// <summary>When speech begins, pauses and ends. All durations are audio time.</summary>
public sealed record SpeechGateOptions
{
    /// <summary>Probability from which a frame counts as speech, above 0 to 1; default 0.5.</summary>
    public float Threshold { get; init; } = 0.5f;

    /// <summary>Probability below which speech counts as interrupted, 0 to <see cref="Threshold"/>; default 0.35. Between the two nothing changes.</summary>
    public float ReleaseThreshold { get; init; } = 0.35f;

    /// <summary>
    /// Speech needed before an utterance begins, 0 to 2 s; default 100 ms. Gaps of up to 64 ms do not restart the count. At 0 one frame begins it.
    /// </summary>
    public TimeSpan Onset { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Audio before the onset that belongs to the utterance, 0 to 2 s; default 300 ms.</summary>
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>Silence within an utterance that is reported as a pause, 0 to 10 s; default 200 ms. Not reported where <see cref="Silence"/> is shorter.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Silence that ends an utterance (the hang-over), 20 ms to 10 s; default 600 ms.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>
    /// Longest utterance, pre-roll included, 1 s to 10 min; default 30 s. In its last sixth (5 s at most) the silence
    /// needed to end it shrinks down to 100 ms, so that the cut falls into a pause where there is one.
    /// </summary>
    public TimeSpan MaxUtterance { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether silence ends an utterance; default true. When false only <see cref="MaxUtterance"/> and <see cref="SpeechGate.Finish"/> do.</summary>
    public bool EndOnSilence { get; init; } = true;

    internal void Validate()
    {
        if (!(Threshold > 0 && Threshold <= 1))
        {
            throw new ArgumentOutOfRangeException(nameof(Threshold), Threshold, "The threshold must be above 0 and at most 1.");
        }

        if (!(ReleaseThreshold >= 0 && ReleaseThreshold <= Threshold))
        {
            throw new ArgumentOutOfRangeException(nameof(ReleaseThreshold), ReleaseThreshold, "The release threshold must be between 0 and the threshold.");
        }

        Check(Onset, TimeSpan.Zero, TimeSpan.FromSeconds(2), nameof(Onset));
        Check(PreRoll, TimeSpan.Zero, TimeSpan.FromSeconds(2), nameof(PreRoll));
        Check(Pause, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(Pause));
        Check(Silence, TimeSpan.FromMilliseconds(20), TimeSpan.FromSeconds(10), nameof(Silence));
        Check(MaxUtterance, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(MaxUtterance));
    }

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
        }
    }
}
