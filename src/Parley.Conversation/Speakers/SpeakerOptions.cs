namespace Parley.Conversation.Speakers;

/// <summary>How a listener hears the characters.</summary>
public sealed record SpeakerOptions
{
    /// <summary>What the listener takes; default <see cref="SpeakerKind.Frames"/>.</summary>
    public SpeakerKind Kind { get; init; } = SpeakerKind.Frames;

    /// <summary>Rate of the frames, 8,000 to 48,000 Hz; default 16,000. Clips keep the voice's own rate.</summary>
    public int SampleRate { get; init; } = 16_000;

    /// <summary>Length of a frame, 10 to 1,000 ms; default 100 ms. The last one of a reply may be shorter.</summary>
    public TimeSpan FrameLength { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Longest time that frames may run ahead of being played, 100 ms to 10 s; default 1 s.</summary>
    public TimeSpan Lead { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Shortest first frame of a reply, 5 ms to <see cref="FrameLength"/>; default 20 ms, so that speech begins at once.</summary>
    public TimeSpan FirstFrameLength { get; init; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// Whether the listener drops what it has not played when <c>SpeechHeld</c> comes. Speech then goes on from the first unheard word;
    /// otherwise, since what was sent will be heard, from what was not yet sent. Default false.
    /// </summary>
    public bool ClearsOnHold { get; init; }

    /// <summary>Whether the listener drops what it has not played when <c>SpeechInterrupted</c> comes; otherwise all that was sent counts as heard. Default true.</summary>
    public bool ClearsOnInterrupt { get; init; } = true;

    /// <summary>
    /// Whether the listener reports playback. Reports then say when a reply has been played, and the clock only when they
    /// stay away; otherwise the clock alone does.
    /// </summary>
    public bool Reports { get; init; }

    /// <summary>With <see cref="Reports"/>: how long after the reply's text is complete a first report may take; default 10 s.</summary>
    public TimeSpan StartDeadline { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>With <see cref="Reports"/>: how long after the audio should have ended the final report may take; default 10 s.</summary>
    public TimeSpan CompletionGrace { get; init; } = TimeSpan.FromSeconds(10);

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SampleRate, Audio.PcmFormat.MinSampleRate);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SampleRate, Audio.PcmFormat.MaxSampleRate);
        ArgumentOutOfRangeException.ThrowIfLessThan(FrameLength, TimeSpan.FromMilliseconds(10));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FrameLength, TimeSpan.FromSeconds(1));
        ArgumentOutOfRangeException.ThrowIfLessThan(FirstFrameLength, TimeSpan.FromMilliseconds(5));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(FirstFrameLength, FrameLength);
        ArgumentOutOfRangeException.ThrowIfLessThan(Lead, TimeSpan.FromMilliseconds(100));
        ArgumentOutOfRangeException.ThrowIfGreaterThan(Lead, TimeSpan.FromSeconds(10));
        ArgumentOutOfRangeException.ThrowIfLessThan(StartDeadline, TimeSpan.Zero);
        ArgumentOutOfRangeException.ThrowIfLessThan(CompletionGrace, TimeSpan.Zero);
    }
}
