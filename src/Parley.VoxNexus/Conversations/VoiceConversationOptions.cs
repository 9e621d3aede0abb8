namespace Parley.VoxNexus;

/// <summary>Options of a <see cref="VoiceConversation"/>.</summary>
public sealed record VoiceConversationOptions
{
    /// <summary>The speaking half.</summary>
    public required TextToSpeechOptions TextToSpeech { get; init; }

    /// <summary>The listening half; default the defaults, which want their server and key set.</summary>
    public required SpeechToTextOptions SpeechToText { get; init; }

    /// <summary>
    /// Lets the user interrupt. Default false: while a reply plays, and <see cref="EchoTail"/> after it, the microphone is
    /// replaced by silence, so that the conversation does not hear itself. Turn it on with a headset or echo cancellation.
    /// </summary>
    public bool BargeIn { get; init; }

    /// <summary>Characters of a partial that make it an interruption rather than a cough, default 3.</summary>
    public int BargeInCharacters { get; init; } = 3;

    /// <summary>How long the room may echo after the last sample, default 200 ms.</summary>
    public TimeSpan EchoTail { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>Most finals that may wait while a turn is under way, default 8; the oldest give way.</summary>
    public int MaxWaitingFinals { get; init; } = 8;
}
