namespace Parley.Voxta.Wire;

/// <summary>Switches microphone diagnostics of this connection.</summary>
public sealed record InspectAudioInputMessage : ClientMessage
{
    /// <summary>Sent by some clients; not needed.</summary>
    public Guid? SessionId { get; init; }

    /// <summary>Sets both switches below.</summary>
    public bool? Enabled { get; init; }

    /// <summary>Whether <see cref="AudioFrame"/> events are wanted.</summary>
    public bool? AudioFrames { get; init; }

    /// <summary>Whether recognition events are wanted.</summary>
    public bool? SpeechToText { get; init; }

    /// <summary>BCP 47 tag for the recogniser.</summary>
    public string? Culture { get; init; }
}
