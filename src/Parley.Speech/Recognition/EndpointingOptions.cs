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

    /// <summary>Silence within speech after which <see cref="SpeechPaused"/> is raised; default 200 ms.</summary>
    public TimeSpan Pause { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>
    /// Time by the clock without any audio arriving after which an utterance in progress is ended;
    /// default 5 s, null never. Muted microphones and closed talk keys stop their packets.
    /// </summary>
    public TimeSpan? Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Longest utterance, cut at its best pause; 1 s to 10 min, default 30 s.</summary>
    public TimeSpan MaxUtterance { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// When false (push-to-talk), silence ends nothing: only a flush, a stall or <see cref="MaxUtterance"/> does. Default true.
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
}
