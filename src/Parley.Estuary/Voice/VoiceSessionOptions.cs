namespace Parley.Estuary;

/// <summary>Settings of a <see cref="VoiceSession"/>. Immutable; vary with <c>with</c>.</summary>
public sealed record VoiceSessionOptions
{
    /// <summary>The microphone's name or a part that only it has, or a path that ends in <c>.wav</c>; null for the default microphone. Not used with a source of your own.</summary>
    public string? Microphone { get; init; }

    /// <summary>The speaker's name or a part that only it has, or a path that ends in <c>.wav</c>; null for the default speaker. Not used with a sink of your own.</summary>
    public string? Speaker { get; init; }

    /// <summary>
    /// Whether the speaker's sound is taken out of the microphone's, so that an open microphone beside a speaker does not interrupt
    /// the character with its own voice; default false. For devices only; needs <c>libspeexdsp</c>.
    /// </summary>
    public bool EchoCancellation { get; init; }

    /// <summary>Length of the pieces in which audio is sent, 10 to 500 ms; null for 100 ms in continuous and 20 ms in push-to-talk mode.</summary>
    public TimeSpan? Frame { get; init; }

    /// <summary>Hears of every change of <see cref="VoiceSession.State"/>, in order, one at a time and on a task of its own; null for nobody.</summary>
    public Action<VoiceSessionState>? OnState { get; init; }

    internal VoiceSessionOptions Validated()
    {
        if (Frame < TimeSpan.FromMilliseconds(10) || Frame > TimeSpan.FromMilliseconds(500))
        {
            throw new ArgumentOutOfRangeException(nameof(Frame), Frame, "A piece lasts 10 to 500 ms.");
        }

        return this;
    }
}
