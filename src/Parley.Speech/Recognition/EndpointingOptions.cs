using Parley.Audio.VoiceActivity;

namespace Parley.Speech.Recognition;

/// <summary>When an utterance begins and ends. One record for every face; durations are audio time unless said otherwise.</summary>
public sealed record EndpointingOptions
{
    /// <summary>Silence after speech that ends the utterance; 100 ms to 10 s, default 600 ms.</summary>
    public TimeSpan Silence { get; init; } = TimeSpan.FromMilliseconds(600);

    /// <summary>Speech needed before an utterance begins, so that a click does not; 0 to 2 s, default 100 ms.</summary>
    public TimeSpan Onset { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Audio kept from before the onset, so that the first sound is not cut; 0 to 2 s, default 300 ms.</summary>
    public TimeSpan PreRoll { get; init; } = TimeSpan.FromMilliseconds(300);

    /// <summary>
    /// Silence within speech after which <see cref="SpeechPaused"/> is raised, 0 to 10 s; default 200 ms.
    /// Not raised where <see cref="Silence"/> is shorter.
    /// </summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Time by the clock without any audio arriving after which an utterance in progress is ended;
    /// 50 ms to 10 min, default 5 s, null never. Muted microphones and closed talk keys stop their packets.
    /// </summary>
    public TimeSpan? Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>
    /// Longest utterance, 1 s to 10 min, default 30 s. In its last sixth (5 s at most) ever shorter pauses end it, so that
    /// the cut falls into one where there is one; the rest of the speech is the next utterance.
    /// </summary>
    public TimeSpan MaxUtterance { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When false (push-to-talk), silence ends nothing: only a flush, a stall or <see cref="MaxUtterance"/> does, and the first
    /// frame of speech begins the utterance whatever <see cref="Onset"/> says. Default true.
    /// </summary>
    public bool Automatic { get; init; } = true;

    /// <summary>600 ms of silence: conversation and VoxNexus.</summary>
    public static EndpointingOptions Default { get; } = new();

    /// <summary>300 ms of silence: quick answers at the price of cutting slow speakers.</summary>
    public static EndpointingOptions Snappy { get; } = new() { Silence = TimeSpan.FromMilliseconds(300) };

    /// <summary>1.2 s of silence: for slow speakers and dictation.</summary>
    public static EndpointingOptions Patient { get; } = new() { Silence = TimeSpan.FromMilliseconds(1200) };

    /// <summary>A person's key begins and ends the utterance.</summary>
    public static EndpointingOptions PushToTalk { get; } = new() { Automatic = false };

    /// <summary>Checks every value against its range.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One is outside it; the message says what is allowed.</exception>
    public void Validate()
    {
        Check(Silence, TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(10), nameof(Silence));
        Check(Onset, TimeSpan.Zero, TimeSpan.FromSeconds(2), nameof(Onset));
        Check(PreRoll, TimeSpan.Zero, TimeSpan.FromSeconds(2), nameof(PreRoll));
        Check(Pause, TimeSpan.Zero, TimeSpan.FromSeconds(10), nameof(Pause));
        Check(MaxUtterance, TimeSpan.FromSeconds(1), TimeSpan.FromMinutes(10), nameof(MaxUtterance));
        if (Stall is { } stall)
        {
            Check(stall, TimeSpan.FromMilliseconds(50), TimeSpan.FromMinutes(10), nameof(Stall));
        }
    }

    internal SpeechGateOptions ToGateOptions() => new()
    {
        Onset = Automatic ? Onset : TimeSpan.Zero,
        PreRoll = PreRoll,
        Pause = Pause,
        Silence = Silence,
        MaxUtterance = MaxUtterance,
        EndOnSilence = Automatic,
    };

    private static void Check(TimeSpan value, TimeSpan least, TimeSpan most, string name)
    {
        if (value < least || value > most)
        {
            throw new ArgumentOutOfRangeException(name, value, $"{name} must be between {least} and {most}.");
        }
    }
}
